package dev.sluice.reconcile;

import dev.sluice.SluiceConfig;
import dev.sluice.run.Json;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.InstantSource;

/** {@code POST /reconcile}: one pass, for whoever has a clock where instances sleep between requests. Answers what it saw and did. */
@Path("/reconcile")
@Blocking
public class ReconcileDoor {
    private final ReconcilePass pass;
    private final InstantSource clock;
    private final Duration budget;

    ReconcileDoor(ReconcilePass pass, InstantSource clock, SluiceConfig config) {
        this.pass = pass;
        this.clock = clock;
        this.budget = config.reconcile().budget();
    }

    @POST
    @Produces(MediaType.APPLICATION_JSON)
    public byte[] reconcile() {
        return Json.pretty(pass.run(clock.instant().plus(budget)));
    }
}
