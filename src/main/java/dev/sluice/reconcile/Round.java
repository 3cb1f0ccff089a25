package dev.sluice.reconcile;

import dev.sluice.run.RunKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Once around all runs that call for something, from the one after the last. It stops between two runs when the time is up, but never before
 * the first: a pass whose lists take all the time would otherwise do nothing for ever.
 */
final class Round {
    /** The order of the ledger's lists. */
    static final Comparator<RunKey> ORDER = Comparator.comparing(RunKey::toString);

    private final Optional<RunKey> last;

    Round(Optional<RunKey> last) {
        this.last = last;
    }

    /** The run after which it stopped; empty when it came all the way around. */
    Optional<RunKey> go(Map<RunKey, Supplier<String>> work, Tally tally, Instant deadline, InstantSource clock) {
        Optional<RunKey> done = Optional.empty();
        int reached = 0;
        Iterator<Map.Entry<RunKey, Supplier<String>>> steps = turned(work).iterator();
        while (steps.hasNext()) {
            if (done.isPresent() && !clock.instant().isBefore(deadline)) {
                tally.left(work.size() - reached);
                return done;
            }
            Map.Entry<RunKey, Supplier<String>> step = steps.next();
            tally.look("run", step.getKey(), step.getValue());
            done = Optional.of(step.getKey());
            reached++;
        }
        return Optional.empty();
    }

    private Stream<Map.Entry<RunKey, Supplier<String>>> turned(Map<RunKey, Supplier<String>> work) {
        TreeMap<RunKey, Supplier<String>> sorted = new TreeMap<>(ORDER);
        sorted.putAll(work);
        return last.map(from -> Stream.concat(
                        sorted.tailMap(from, false).entrySet().stream(),
                        sorted.headMap(from, true).entrySet().stream()))
                .orElseGet(() -> sorted.entrySet().stream());
    }
}
