package dev.sluice.run;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;

/**
 * What a run is for. Two causes are the same exactly when their kind and parts are.
 *
 * @param parts what tells this cause from others of its kind, in an order of the kind's
 * @param time when the cause arose; the same however often we hear of it
 */
@RegisterForReflection
public record Cause(Kind kind, List<String> parts, Instant time) {
    public Cause {
        parts = List.copyOf(parts);
    }

    /** A generation of an object. */
    public static Cause object(InputObject input) {
        return new Cause(
                Kind.OBJECT,
                List.of(input.name().bucket(), input.name().name(), Long.toString(input.generation())),
                input.created());
    }

    /**
     * A rejected run is tried once more.
     *
     * @param times how often it will then have been
     */
    public static Cause replay(Run rejected, int times) {
        return new Cause(
                Kind.REPLAY,
                List.of(rejected.id().value(), Integer.toString(times)),
                rejected.cause().time());
    }

    /** The kinds of cause; the name is part of the run's id, so it never changes. */
    @RegisterForReflection
    public enum Kind {
        OBJECT,
        REPLAY
    }
}
