package dev.sluice.local.gcs;

import java.util.Comparator;
import java.util.Optional;

/** The order of object names in a list: by their UTF-8 bytes, which differs from Java's order beyond U+FFFF. */
final class Utf8Order implements Comparator<String> {
    static final Utf8Order BYTES = new Utf8Order();

    private Utf8Order() {}

    @Override
    public int compare(String a, String b) {
        int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                return weight(x) - weight(y);
            }
        }
        return a.length() - b.length();
    }

    boolean before(String a, String b) {
        return compare(a, b) < 0;
    }

    /** The smallest text after this one. */
    String successor(String text) {
        return text + '\0';
    }

    /** The smallest text after everything that starts with the prefix; empty when nothing can follow. */
    Optional<String> afterAll(String prefix) {
        String rest = prefix;
        while (!rest.isEmpty()) {
            int last = rest.codePointBefore(rest.length());
            rest = rest.substring(0, rest.length() - Character.charCount(last));
            if (last < Character.MAX_CODE_POINT) {
                int next = last + 1 == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : last + 1;
                return Optional.of(rest + Character.toString(next));
            }
        }
        return Optional.empty();
    }

    private static int weight(char c) {
        if (c > Character.MAX_SURROGATE) {
            return c - (Character.MAX_SURROGATE - Character.MIN_SURROGATE + 1);
        }
        return Character.isSurrogate(c) ? c + 0x2000 : c;
    }
}
