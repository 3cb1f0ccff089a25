package dev.sluice.callback;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A key. It is no record, and prints as nothing, so that no log, message or exception can hold it by accident. */
final class Secret {
    /** So many characters in a row of a key are no coincidence in a text. */
    private static final int TELLING = 8;

    private final String value;

    Secret(String value) {
        this.value = value;
    }

    /** The value of the header {@code Authorization}. */
    String bearer() {
        return "Bearer " + value;
    }

    /**
     * Whether a text that others wrote gives the key away, whole or in part, in whatever case: as it is, escaped as JSON or an address
     * would, in Base64 or in hexadecimal.
     */
    boolean isIn(String text) {
        String plain = lower(unescaped(text));
        byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
        byte[] header = bearer().getBytes(StandardCharsets.US_ASCII);
        // nine characters stand for "Bearer " alone
        String encodedHeader =
                Base64.getEncoder().withoutPadding().encodeToString(header).substring(9);
        return Stream.of(
                        value,
                        Base64.getEncoder().withoutPadding().encodeToString(bytes),
                        encodedHeader,
                        HexFormat.of().formatHex(bytes))
                .anyMatch(form -> sharesPart(plain, lower(form)));
    }

    private static boolean sharesPart(String text, String form) {
        int length = Math.min(TELLING, form.length());
        return IntStream.rangeClosed(0, form.length() - length)
                .anyMatch(start -> text.contains(form.substring(start, start + length)));
    }

    private static String unescaped(String text) {
        return text.replace("\\", "")
                .replaceAll("%(25)*2[fF]", "/")
                .replaceAll("%(25)*2[bB]", "+")
                .replaceAll("%(25)*3[dD]", "=");
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return "(a secret)";
    }
}
