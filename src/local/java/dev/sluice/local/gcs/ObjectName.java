package dev.sluice.local.gcs;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * The name of an object: 1 to 1,024 bytes of UTF-8, told apart byte by byte (so NFC and NFD differ).
 *
 * <p>More lenient than Google, which also forbids CR, LF and the names {@code .} and {@code ..}.
 */
record ObjectName(String text) {
    static final int MOST_BYTES = 1024;

    ObjectName {
        int length = encode(text).remaining();
        if (length == 0) {
            throw Refusal.required("name");
        }
        if (length > MOST_BYTES) {
            throw Refusal.invalid(
                    "An object name has " + length + " bytes of UTF-8; at most " + MOST_BYTES + " are allowed");
        }
    }

    /** Where the object's record lies: a name that any file system can hold, with no two names alike. */
    String hash() {
        MessageDigest sha = Checksums.digest("SHA-256");
        sha.update(encode(text));
        return HexFormat.of().formatHex(sha.digest());
    }

    static boolean isLegal(String text) {
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        return length > 0 && length <= MOST_BYTES;
    }

    private static ByteBuffer encode(String text) {
        try {
            return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            throw Refusal.invalid(
                    "An object name must be text that UTF-8 can hold; this one has half a surrogate pair");
        }
    }
}
