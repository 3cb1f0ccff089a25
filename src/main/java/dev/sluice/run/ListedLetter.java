package dev.sluice.run;

import dev.sluice.storage.StoredObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a list shows of a dead letter without reading it: it is kept in the object's metadata.
 *
 * @param why the start of the reason
 * @param door the path that it came to
 * @param size of the whole body, in bytes
 * @param replay what became of it when it was sent through the door again
 */
public record ListedLetter(LetterId id, String why, String door, long size, Optional<String> replay) {
    /** Cloud Storage keeps 8 KiB of metadata of an object. */
    private static final int LONGEST_WHY = 500;

    private static final String WHY = "why";
    private static final String DOOR = "door";
    private static final String SIZE = "size";
    private static final String REPLAY = "replay";

    static Map<String, String> metadata(DeadLetter letter) {
        Map<String, String> metadata = new HashMap<>();
        metadata.put(WHY, onOneLine(DeadLetters.sound(letter.why(), LONGEST_WHY)));
        metadata.put(DOOR, letter.door());
        metadata.put(SIZE, Long.toString(letter.size()));
        letter.replay().ifPresent(replay -> metadata.put(REPLAY, replay.outcome()));
        return metadata;
    }

    /** Metadata are headers in one of the storage's APIs, and the reason may quote a stranger. */
    private static String onOneLine(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]", " ");
    }

    static Optional<ListedLetter> of(StoredObject object) {
        Map<String, String> metadata = object.metadata();
        return LetterId.ofObject(object.name().name())
                .map(id -> new ListedLetter(
                        id,
                        metadata.getOrDefault(WHY, ""),
                        metadata.getOrDefault(DOOR, ""),
                        size(metadata.getOrDefault(SIZE, "")),
                        Optional.ofNullable(metadata.get(REPLAY))));
    }

    /** What people wrote into the metadata by hand is no size of ours. */
    private static long size(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notOurs) {
            return 0;
        }
    }
}
