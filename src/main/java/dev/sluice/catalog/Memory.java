package dev.sluice.catalog;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An amount of memory or disk in MiB. Written as {@code 512MiB} or {@code 2GiB}. */
public record Memory(long mebibytes) implements Comparable<Memory> {
    private static final Pattern SYNTAX = Pattern.compile("([1-9][0-9]{0,8})(MiB|GiB)");
    private static final long GIBI = 1024;

    /** The amount, or empty when the text is no amount. */
    public static Optional<Memory> parse(String text) {
        Matcher parts = SYNTAX.matcher(text);
        return parts.matches()
                ? Optional.of(new Memory(
                        Long.parseLong(parts.group(1)) * (parts.group(2).equals("GiB") ? GIBI : 1)))
                : Optional.empty();
    }

    /** In whole GiB, rounded up. */
    public long gibibytes() {
        return (mebibytes + GIBI - 1) / GIBI;
    }

    @Override
    public int compareTo(Memory other) {
        return Long.compare(mebibytes, other.mebibytes);
    }

    @Override
    public String toString() {
        return mebibytes % GIBI == 0 ? mebibytes / GIBI + "GiB" : mebibytes + "MiB";
    }
}
