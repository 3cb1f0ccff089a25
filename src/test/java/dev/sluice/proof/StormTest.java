package dev.sluice.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.RetryLater;
import dev.sluice.run.InputObject;
import dev.sluice.run.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every event a hundred times, at eight instances of the service at once. */
class StormTest {
    private static final int INSTANCES = 8;
    private static final int EVENTS = 1_000;
    private static final int COPIES = 100;

    @TempDir
    Path folder;

    @Test
    void aThousandEventsAHundredTimesEachAreAThousandJobs() throws Exception {
        long seed = Long.getLong("sluice.seed", 1);
        Outside outside = Outside.with(ProofCatalog.in(folder));
        List<InputObject> events = IntStream.range(0, EVENTS)
                .mapToObj(i -> outside.upload(ProofCatalog.ACME, "file-%04d.txt".formatted(i)))
                .toList();
        List<InputObject> copies = new ArrayList<>();
        IntStream.range(0, COPIES).forEach(i -> copies.addAll(events));
        Collections.shuffle(copies, new Random(seed));
        AtomicInteger refused = new AtomicInteger();
        ExecutorService beside = Executors.newFixedThreadPool(INSTANCES);
        ExecutorService senders = Executors.newFixedThreadPool(INSTANCES);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < INSTANCES; i++) {
                Service instance = outside.start(Wire.SOUND, beside);
                List<InputObject> share =
                        copies.subList(i * copies.size() / INSTANCES, (i + 1) * copies.size() / INSTANCES);
                all.add(senders.submit(() -> share.forEach(event -> send(instance, event, refused))));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            senders.shutdown();
            beside.shutdown();
        }

        Figures.tell(
                "storm",
                """
                `mvn test -Dtest=StormTest -Dsluice.seed=%d`: %d instances on one ledger, %,d events, each sent %d times in a random order.

                | deliveries | jobs | createJob calls | answered 503 |
                |---|---|---|---|
                | %,d | %,d | %,d | %d |"""
                        .formatted(
                                seed,
                                INSTANCES,
                                EVENTS,
                                COPIES,
                                copies.size(),
                                outside.jobs.created().size(),
                                outside.jobs.creations(),
                                refused.get()));
        assertThat(outside.jobs.created()).hasSize(EVENTS);
        assertThat(outside.runs()).hasSize(EVENTS);
        assertThat(refused).as("deliveries answered 503").hasValue(0);
        assertThat(outside.jobs.creations()).isBetween(EVENTS, EVENTS + EVENTS / 100);
    }

    private static void send(Service instance, InputObject event, AtomicInteger refused) {
        try {
            Outcome outcome = instance.event(ProofCatalog.ACME, event);
            assertThat(outcome.kind()).isIn(Outcome.Kind.CREATED, Outcome.Kind.DUPLICATE);
        } catch (RetryLater e) {
            refused.incrementAndGet();
        }
    }
}
