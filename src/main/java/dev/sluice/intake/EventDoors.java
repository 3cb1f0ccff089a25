package dev.sluice.intake;

import dev.sluice.GiveUp;
import dev.sluice.RetryLater;
import dev.sluice.run.DeadLetters;
import dev.sluice.run.Outcome;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * {@code POST /events/storage} and {@code POST /events/batch}. A sender repeats on everything but success, so what cannot be understood or
 * is refused is answered 204 and kept as a dead letter, and only what may go better later is answered 503.
 */
@Path("/events")
@Blocking
public class EventDoors {
    static final String STORAGE = "/events/storage";
    static final String BATCH = "/events/batch";

    private static final int UNAVAILABLE = 503;

    private final StorageDoor storage;
    private final BatchDoor batch;
    private final DeadLetters deadLetters;
    private final EventLog log;

    EventDoors(StorageDoor storage, BatchDoor batch, DeadLetters deadLetters, EventLog log) {
        this.storage = storage;
        this.batch = batch;
        this.deadLetters = deadLetters;
        this.log = log;
    }

    @POST
    @Path("/storage")
    public Response storage(@Context HttpHeaders headers, byte[] body) {
        return answer(request(STORAGE, headers, body), storage::handle);
    }

    @POST
    @Path("/batch")
    public Response batch(@Context HttpHeaders headers, byte[] body) {
        return answer(request(BATCH, headers, body), batch::handle);
    }

    private static EventRequest request(String door, HttpHeaders headers, byte[] body) {
        Map<String, String> first = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.getRequestHeaders().forEach((name, values) -> first.put(name, values.get(0)));
        return new EventRequest(door, first, Optional.ofNullable(body).orElse(new byte[0]));
    }

    private Response answer(EventRequest request, Function<EventRequest, Outcome> door) {
        try {
            Outcome outcome = buried(request, done(request, door));
            log.handled(request, outcome);
            Response.ResponseBuilder answer =
                    Response.noContent().header("Sluice-Outcome", outcome.kind().toString());
            outcome.run().ifPresent(run -> answer.header("Sluice-Run", run.id().value()));
            return answer.build();
        } catch (RetryLater | GiveUp e) {
            log.unavailable(request, e);
            return Response.status(UNAVAILABLE).build();
        }
    }

    private Outcome done(EventRequest request, Function<EventRequest, Outcome> door) {
        try {
            return door.apply(request);
        } catch (GiveUp e) {
            return Outcome.deadLetter(e.getMessage());
        } catch (RetryLater e) {
            throw e;
        } catch (RuntimeException e) {
            // our mistake, which the same event would meet again for as long as its sender keeps it
            log.failed(request, e);
            return Outcome.deadLetter("an error of Sluice's own: " + e);
        }
    }

    /** Nothing is dropped without a record of it: where that cannot be written either, the sender has to keep the event. */
    private Outcome buried(EventRequest request, Outcome outcome) {
        if (outcome.kind() == Outcome.Kind.DEAD_LETTER) {
            deadLetters.keep(request.door(), outcome.detail(), request.eventHeaders(), request.body());
        }
        return outcome;
    }
}
