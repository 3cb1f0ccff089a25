package dev.sluice.run;

import dev.sluice.ClientRef;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Where a run's record and pointers lie in the ledger: all of it follows from the client and the id. */
public record RunKey(ClientRef client, RunId id) {
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

    @Override
    public String toString() {
        return client + "/" + id;
    }
}
