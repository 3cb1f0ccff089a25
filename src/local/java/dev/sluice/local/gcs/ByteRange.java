package dev.sluice.local.gcs;

import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The part of an object that a {@code Range} header asks for: from {@code start}, {@code length} bytes. */
@Fidelity(
        what = "ranged and sought reads, generations pinned while reading; 416 behind the end",
        verified = {Verified.CLIENT, Verified.DOCUMENTED},
        by = {"StorageConformanceTest", "LocalStorageWireTest", "python-storage.sh"},
        simplified = "several ranges in one request give the whole object")
record ByteRange(long start, long length) {
    private static final Pattern HEADER = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /**
     * Empty when there is no header, or one that HTTP says to ignore: no bytes, several ranges, an end before its start.
     *
     * @throws Refusal 416 when it begins behind the end
     */
    static Optional<ByteRange> of(Optional<String> header, long size) {
        Optional<Matcher> range =
                header.map(text -> HEADER.matcher(text.strip())).filter(Matcher::matches);
        if (range.isEmpty()) {
            return Optional.empty();
        }
        String first = range.get().group(1);
        String last = range.get().group(2);
        if (first.isEmpty() && last.isEmpty()) {
            return Optional.empty();
        }
        long start = first.isEmpty() ? Math.max(0, size - Long.parseLong(last)) : Long.parseLong(first);
        long end = first.isEmpty() || last.isEmpty() ? size - 1 : Math.min(Long.parseLong(last), size - 1);
        if (!first.isEmpty() && !last.isEmpty() && Long.parseLong(last) < start) {
            return Optional.empty();
        }
        if (start >= size) {
            throw Refusal.outOfRange(header.orElseThrow(), size);
        }
        return Optional.of(new ByteRange(start, end - start + 1));
    }

    String contentRange(long size) {
        return "bytes " + start + "-" + (start + length - 1) + "/" + size;
    }
}
