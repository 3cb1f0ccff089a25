package dev.sluice.local.gcs;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An object that arrives in pieces. Lost when the process ends: its sender then gets 404 and begins again, where Google
 * remembers it for a week. Pieces need not be multiples of 256 KiB as Google demands.
 */
final class ResumableUpload {
    private final Bucket bucket;
    private final ObjectName name;
    private final Attributes attributes;
    private final Conditions conditions;
    private final OptionalLong announcedSize;
    private final Spool spool;
    private Expected expected;
    private StoredObject made;
    private boolean dead;

    ResumableUpload(
            Bucket bucket,
            ObjectName name,
            Attributes attributes,
            Conditions conditions,
            Expected expected,
            OptionalLong announcedSize)
            throws IOException {
        this.bucket = bucket;
        this.name = name;
        this.attributes = attributes;
        this.conditions = conditions;
        this.expected = expected;
        this.announcedSize = announcedSize;
        this.spool = bucket.spool();
    }

    /** The object once all is there; asked again later it is the same object. */
    synchronized Optional<StoredObject> receive(Request request) throws IOException {
        if (dead) {
            throw Refusal.uploadCancelled();
        }
        if (made != null) {
            return Optional.of(made);
        }
        ContentRange range = ContentRange.of(request);
        expected = expected.and(request);
        if (range.start().isPresent()) {
            append(range, request.body());
        }
        boolean complete = range.bringsTheRest() || range.total().equals(OptionalLong.of(spool.size()));
        return complete ? Optional.of(finish()) : Optional.empty();
    }

    synchronized long received() {
        return spool.size();
    }

    synchronized void cancel() throws IOException {
        dead = true;
        spool.close();
    }

    /** Bytes that are here already, from a try whose answer was lost, are skipped. */
    private void append(ContentRange range, InputStream body) throws IOException {
        long start = range.start().getAsLong();
        if (start > spool.size()) {
            throw Refusal.invalid("The piece begins at byte " + start + " but only " + spool.size() + " are here");
        }
        long known = spool.size() - start;
        body.skipNBytes(
                range.length().isPresent() ? Math.min(known, range.length().getAsLong()) : known);
        long before = spool.size();
        spool.append(body);
        if (range.length().isPresent()
                && spool.size() != Math.max(before, start + range.length().getAsLong())) {
            cancel();
            throw Refusal.invalid("Content-Range announces " + range.length().getAsLong() + " bytes, the body brought "
                    + (spool.size() - start));
        }
    }

    private StoredObject finish() throws IOException {
        dead = true;
        try (spool) {
            if (announcedSize.isPresent() && announcedSize.getAsLong() != spool.size()) {
                throw Refusal.invalid("X-Upload-Content-Length announced " + announcedSize.getAsLong() + " bytes, "
                        + spool.size() + " came");
            }
            Content content = spool.finish(0);
            expected.check(content);
            made = bucket.put(name, content, attributes, conditions);
            dead = false;
            return made;
        }
    }
}
