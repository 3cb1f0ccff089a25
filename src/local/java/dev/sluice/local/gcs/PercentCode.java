package dev.sluice.local.gcs;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.function.IntPredicate;

/** Percent-encoding of UTF-8, decoded once and strictly, so that a name is the same bytes again. */
final class PercentCode {
    private PercentCode() {}

    /** A segment of a path: a plus is a plus. */
    static String path(String encoded) {
        return decode(encoded, false);
    }

    /** A value of a query: a plus is a blank. */
    static String query(String encoded) {
        return decode(encoded, true);
    }

    /** Anything as one segment of a path. */
    static String segment(String text) {
        return encode(text, c -> c < 0x80 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0));
    }

    static String header(String text) {
        return encode(text, c -> c > 0x20 && c < 0x7f && c != '"' && c != '%');
    }

    private static String encode(String text, IntPredicate stays) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            int c = b & 0xff;
            if (stays.test(c)) {
                encoded.append((char) c);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return encoded.toString();
    }

    private static String decode(String encoded, boolean plusIsBlank) {
        if (encoded.indexOf('%') < 0 && (!plusIsBlank || encoded.indexOf('+') < 0)) {
            return encoded;
        }
        byte[] bytes = encoded.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '%') {
                decoded.write(hex(encoded, bytes, i));
                i += 2;
            } else {
                decoded.write(plusIsBlank && bytes[i] == '+' ? ' ' : bytes[i]);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(decoded.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Refusal.invalid("The address is not UTF-8 once decoded: " + encoded);
        }
    }

    private static int hex(String encoded, byte[] bytes, int at) {
        int high = at + 2 < bytes.length ? Character.digit(bytes[at + 1], 16) : -1;
        int low = at + 2 < bytes.length ? Character.digit(bytes[at + 2], 16) : -1;
        if (high < 0 || low < 0) {
            throw Refusal.invalid("The address has a '%' without two hexadecimal digits: " + encoded);
        }
        return high << 4 | low;
    }
}
