package dev.sluice.local.gcs;

import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The name of an object: 1 to 1,024 bytes of UTF-8, told apart byte by byte (so NFC and NFD differ).
 */
@Fidelity(
        what =
                "object names: 1 to 1,024 bytes of UTF-8; no CR or LF, not `.` or `..`, not below `.well-known/acme-challenge/`",
        verified = {Verified.DOCUMENTED, Verified.REPORTED},
        by = {"LocalStorageNamesTest"},
        simplified = "Google's words are known for CR and LF only")
record ObjectName(String text) {
    static final int MOST_BYTES = 1024;
    private static final String FORBIDDEN_START = ".well-known/acme-challenge/";

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

    /** The name that a request means. */
    static ObjectName asked(String text) {
        ObjectName name = new ObjectName(text);
        objection(text).ifPresent(words -> {
            throw Refusal.invalid(words);
        });
        return name;
    }

    private static Optional<String> objection(String text) {
        if (text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0) {
            return Optional.of("Disallowed unicode characters present in object name '" + text
                    + "'; carriage return and line feed are not allowed");
        }
        if (text.equals(".") || text.equals("..")) {
            return Optional.of("Invalid object name: '" + text + "'; an object cannot be named '.' or '..'");
        }
        return text.startsWith(FORBIDDEN_START)
                ? Optional.of("Invalid object name: '" + text + "'; it cannot start with '" + FORBIDDEN_START + "'")
                : Optional.empty();
    }

    /** Where the object's record lies: a name that any file system can hold, with no two names alike. */
    String hash() {
        MessageDigest sha = Checksums.digest("SHA-256");
        sha.update(encode(text));
        return HexFormat.of().formatHex(sha.digest());
    }

    static boolean isLegal(String text) {
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        return length > 0 && length <= MOST_BYTES && objection(text).isEmpty();
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
