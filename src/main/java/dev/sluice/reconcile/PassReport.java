package dev.sluice.reconcile;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a pass saw and did.
 *
 * @param complete whether it looked at everything; if not, the next pass goes on where this one stopped
 * @param skipped why there was no pass
 * @param runs those that owe something
 * @param held those that wait for room
 * @param callbacks those that are owed
 * @param inputs of the clients that were looked through; empty when the time for that had not come
 */
@RegisterForReflection
public record PassReport(
        Instant at,
        Duration took,
        boolean complete,
        Optional<String> skipped,
        Part runs,
        Part held,
        Part callbacks,
        Optional<Part> inputs) {
    static PassReport skipped(Instant at, String why) {
        return new PassReport(
                at,
                Duration.ZERO,
                false,
                Optional.of(why),
                Part.nothing(),
                Part.nothing(),
                Part.nothing(),
                Optional.empty());
    }

    static PassReport of(Instant at, Instant end, Part runs, Part held, Part callbacks, Optional<Part> inputs) {
        boolean complete =
                Stream.concat(Stream.of(runs, held, callbacks), inputs.stream()).allMatch(Part::complete);
        return new PassReport(at, Duration.between(at, end), complete, Optional.empty(), runs, held, callbacks, inputs);
    }

    /** Whether nothing was there to be done. */
    @JsonIgnore
    public boolean isQuiet() {
        return Stream.concat(Stream.of(runs, held, callbacks), inputs.stream())
                .allMatch(part -> part.looked() == 0 && part.did().isEmpty() && part.complete());
    }

    /** On one line, for the log. */
    @Override
    public String toString() {
        return skipped.map(why -> "no pass: " + why)
                .orElseGet(() -> "pass %s in %d ms; runs: %s; held: %s; callbacks: %s%s"
                        .formatted(
                                complete ? "complete" : "stopped early",
                                took.toMillis(),
                                runs,
                                held,
                                callbacks,
                                inputs.map(part -> "; inputs: " + part).orElse("")));
    }
}
