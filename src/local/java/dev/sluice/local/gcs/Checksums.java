package dev.sluice.local.gcs;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.zip.CRC32C;

/** The two checksums of an object as the JSON API writes them: base64, the CRC in big endian. */
record Checksums(String md5, String crc32c) {

    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }

    /** Takes bytes as they pass. */
    static final class Meter {
        private final MessageDigest md5 = digest("MD5");
        private final CRC32C crc = new CRC32C();

        void update(byte[] bytes, int offset, int length) {
            md5.update(bytes, offset, length);
            crc.update(bytes, offset, length);
        }

        /** Ends the measuring. */
        Checksums total() {
            byte[] sum = ByteBuffer.allocate(4).putInt((int) crc.getValue()).array();
            Base64.Encoder base64 = Base64.getEncoder();
            return new Checksums(base64.encodeToString(md5.digest()), base64.encodeToString(sum));
        }
    }
}
