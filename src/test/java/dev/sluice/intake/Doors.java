package dev.sluice.intake;

import dev.sluice.run.Outcome;
import java.util.Map;

/** Both doors of one instance behind the HTTP, for tests that put an instance together themselves. */
public final class Doors {
    private final StorageDoor storage;
    private final BatchDoor batch;

    /** Who makes an instance's objects. */
    public interface Maker {
        <T> T get(Class<T> type);
    }

    public Doors(Maker maker) {
        this.storage = maker.get(StorageDoor.class);
        this.batch = maker.get(BatchDoor.class);
    }

    /** Hands a request to the door of its path. */
    public Outcome handle(String path, Map<String, String> headers, byte[] body) {
        EventRequest request = new EventRequest(path, headers, body);
        return switch (path) {
            case EventDoors.STORAGE -> storage.handle(request);
            case EventDoors.BATCH -> batch.handle(request);
            default -> throw new IllegalArgumentException("there is no door " + path);
        };
    }
}
