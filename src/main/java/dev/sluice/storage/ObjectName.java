package dev.sluice.storage;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * An object's bucket and name. A name is any Unicode text of 1 to 1,024 bytes of UTF-8 (Cloud Storage, "Object name
 * requirements"); it has no folders, so nothing in it is ever resolved, cut or cleaned.
 */
@RegisterForReflection
public record ObjectName(String bucket, String name) {
    private static final int LONGEST_NAME = 1024;
    private static final int LONGEST_SEGMENT = 255;

    public ObjectName {
        if (bucket.isEmpty()) {
            throw new IllegalArgumentException("an object's bucket is empty");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
            throw new IllegalArgumentException(
                    "an object's name holds half a character, a surrogate without its other");
        }
        int bytes = utf8(name);
        if (bytes == 0 || bytes > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "an object's name has %d bytes; expected 1 to %d".formatted(bytes, LONGEST_NAME));
        }
    }

    /** {@code gs://BUCKET/NAME}, the name as it is, nothing escaped. */
    public String uri() {
        return "gs://" + bucket + "/" + name;
    }

    /** What follows the last slash. */
    public String lastSegment() {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    /** Whether the name can be a path below a mounted bucket: no empty, {@code .} or {@code ..} segment, none over 255 bytes, no NUL. */
    public boolean isPath() {
        return Arrays.stream(name.split("/", -1)).allMatch(ObjectName::isFileName);
    }

    private static boolean isFileName(String segment) {
        return !segment.isEmpty()
                && !segment.equals(".")
                && !segment.equals("..")
                && segment.indexOf('\0') < 0
                && utf8(segment) <= LONGEST_SEGMENT;
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public String toString() {
        return uri();
    }
}
