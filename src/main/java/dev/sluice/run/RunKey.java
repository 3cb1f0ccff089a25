package dev.sluice.run;

import dev.sluice.ClientRef;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a run's record and pointers lie in the ledger: all of it follows from the client and the id. */
public record RunKey(ClientRef client, RunId id) {
    /** Below which the callbacks that are owed lie. */
    static final String CALLBACKS = "callbacks/";

    private static final Pattern POINTER = Pattern.compile("([^/]+)/([^/]+)/([^/]+)");
    private static final int LAST_SECOND = 86_399;

    /** {@code runs/PRODUCT/CLIENT/yyyy-MM-dd/<86399 − second of the day>-RUNID.json}: a list of a day comes newest first. */
    String record() {
        Instant time = id.time();
        LocalDateTime utc = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
        return "runs/%s%s/%05d-%s.json"
                .formatted(
                        client.prefix(),
                        utc.toLocalDate(),
                        LAST_SECOND - utc.toLocalTime().toSecondOfDay(),
                        id);
    }

    /** {@code open/PRODUCT/CLIENT/RUNID}. */
    String openPointer() {
        return "open/" + client.prefix() + id;
    }

    /** {@code held/PRODUCT/CLIENT/RUNID}. */
    String heldPointer() {
        return "held/" + client.prefix() + id;
    }

    /** {@code callbacks/PRODUCT/CLIENT/RUNID}. */
    String callbackPointer() {
        return CALLBACKS + client.prefix() + id;
    }

    /** Whose callback pointer has this name; empty for what is none. */
    static Optional<RunKey> ofCallbackPointer(String name) {
        Matcher matcher = POINTER.matcher(name.substring(CALLBACKS.length()));
        return matcher.matches()
                ? ClientRef.of(matcher.group(1), matcher.group(2))
                        .flatMap(client -> RunId.parse(matcher.group(3)).map(id -> new RunKey(client, id)))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return client + "/" + id;
    }
}
