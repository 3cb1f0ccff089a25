package dev.sluice.run;

import dev.sluice.ClientRef;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** Where a run's record and pointers lie in the ledger: all of it follows from the client and the id. */
public record RunKey(ClientRef client, RunId id) {
    static final String OPEN = "open/";
    static final String HELD = "held/";
    static final String CALLBACKS = "callbacks/";

    private static final int LAST_SECOND = 86_399;

    /** Reads {@code PRODUCT/CLIENT/RUNID}, as {@link #toString()} writes it; empty when the text is no run's. */
    public static Optional<RunKey> parse(String text) {
        String[] parts = text.split("/", -1);
        return parts.length == 3
                ? ClientRef.of(parts[0], parts[1])
                        .flatMap(client -> RunId.parse(parts[2]).map(id -> new RunKey(client, id)))
                : Optional.empty();
    }

    /** {@code runs/PRODUCT/CLIENT/yyyy-MM-dd/<86399 − second of the day>-RUNID.json}: a list of a day comes newest first. */
    String record() {
        LocalTime time = id.time().atOffset(ZoneOffset.UTC).toLocalTime();
        return "%s%05d-%s.json".formatted(recordsOf(client, id.day()), LAST_SECOND - time.toSecondOfDay(), id);
    }

    /** {@code runs/PRODUCT/CLIENT/yyyy-MM-dd/}. */
    static String recordsOf(ClientRef client, LocalDate day) {
        return "runs/" + client.prefix() + day + "/";
    }

    /** {@code open/PRODUCT/CLIENT/}. */
    static String openPointersOf(ClientRef client) {
        return OPEN + client.prefix();
    }

    /** {@code open/PRODUCT/CLIENT/RUNID}. */
    String openPointer() {
        return openPointersOf(client) + id;
    }

    /** {@code held/PRODUCT/CLIENT/RUNID}. */
    String heldPointer() {
        return HELD + client.prefix() + id;
    }

    /** {@code callbacks/PRODUCT/CLIENT/RUNID}. */
    String callbackPointer() {
        return CALLBACKS + client.prefix() + id;
    }

    @Override
    public String toString() {
        return client + "/" + id;
    }
}
