package dev.sluice.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.file.Path;
import java.util.Map;

/**
 * A file that was read.
 *
 * @param file below the catalog's folder
 * @param root its value; missing when it could not be read
 * @param values where each value begins, by JSON pointer
 * @param keys where the key of each member of an object stands, by the member's JSON pointer
 */
record Source(Path file, JsonNode root, Map<String, Place> values, Map<String, Place> keys) {

    /** A file of which nothing could be read: every look into it finds nothing. */
    static Source unreadable(Path file) {
        return new Source(file, MissingNode.getInstance(), Map.of(), Map.of());
    }

    Node node() {
        return new Node(this, "", root);
    }

    static String child(String pointer, String key) {
        return pointer + "/" + key.replace("~", "~0").replace("/", "~1");
    }

    static String child(String pointer, int index) {
        return pointer + "/" + index;
    }
}
