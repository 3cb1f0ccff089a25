package dev.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sluice.ClientRef;
import dev.sluice.batch.ContainerBody;
import dev.sluice.batch.JobBody;
import dev.sluice.batch.JobName;
import dev.sluice.batch.JobSpec;
import dev.sluice.batch.Machine;
import dev.sluice.batch.RawBody;
import dev.sluice.storage.ObjectName;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Any run that we write is read back as it was, and written again with the same bytes. */
class RunJsonTest {
    private static final int RUNS = 2000;
    private static final List<String> PIECES = List.of(
            "",
            "a",
            "ä",
            "\u0130",
            "e\u0301",
            "\ud83d\ude00",
            "\n",
            "\"",
            "\\",
            "\u0001",
            "\u2028",
            "..",
            "/",
            "$(x)",
            "null",
            "0");

    private final long seed = Long.getLong("sluice.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void aRunComesBackAsItWasWritten() {
        for (int i = 0; i < RUNS; i++) {
            Run run = run();
            byte[] json = Json.pretty(run);

            Run read = Json.read(json, Run.class);

            assertThat(read).as("seed %d, run %d", seed, i).isEqualTo(run);
            assertThat(Json.pretty(read)).as("seed %d, run %d", seed, i).isEqualTo(json);
        }
    }

    private Run run() {
        ClientRef client = new ClientRef("mlops-template", "acme");
        Cause cause = new Cause(Cause.Kind.OBJECT, list(this::text), time());
        RunId id = RunId.of(text(), cause);
        Optional<Verdict> verdict = maybe(this::verdict);
        return new Run(
                id,
                text(),
                client,
                text(),
                maybe(this::text),
                cause,
                maybe(() -> new InputObject(
                        new ObjectName("b" + text(), "n" + text()), random.nextLong(), random.nextLong(), time())),
                map(),
                list(this::text),
                maybe(this::money),
                maybe(() -> new Callback(
                        URI.create("https://example.com/" + random.nextInt()),
                        maybe(this::text),
                        maybe(() -> new Callback.Tried(
                                time(),
                                random.nextInt(),
                                random.nextBoolean(),
                                maybe(random::nextInt),
                                text(),
                                maybe(this::time))))),
                verdict.map(Verdict::state).orElse(RunState.ACCEPTED),
                maybe(() -> new Lease(text(), time())),
                list(() -> new Attempt(
                        random.nextInt(), job(id), maybe(this::text), maybe(this::intent), maybe(this::attemptEnd))),
                new Reserve(
                        list(() -> job(id)),
                        Duration.ofSeconds(random.nextInt(100_000)),
                        maybe(() -> new Reserve.Roomier(text(), random.nextLong()))),
                list(() -> new Transition(RunState.values()[random.nextInt(9)], time(), random.nextInt())),
                verdict,
                maybe(() -> new Replay(random.nextInt(), id, time())));
    }

    private Money money() {
        return new Money(BigDecimal.valueOf(random.nextInt(), 4), "EUR");
    }

    private Intent intent() {
        return new Intent(Intent.Kind.values()[random.nextInt(2)], text(), text(), time());
    }

    private AttemptEnd attemptEnd() {
        return new AttemptEnd(time(), failure(), Duration.ofMillis(random.nextInt()));
    }

    private Failure failure() {
        return new Failure(
                FailureKind.values()[random.nextInt(FailureKind.values().length)],
                text(),
                maybe(random::nextInt),
                text(),
                maybe(this::text));
    }

    private JobSpec job(RunId id) {
        return new JobSpec(
                JobName.of("projects/example.com:p/locations/l/jobs/t-" + id + "-a1"),
                map(),
                random.nextBoolean() ? container() : raw(),
                map(),
                list(() -> new JobSpec.Mount(text(), text())),
                text(),
                text());
    }

    private JobBody container() {
        return new ContainerBody(
                text(),
                maybe(this::text),
                list(this::text),
                map(),
                new Machine(
                        text(),
                        maybe(random::nextLong),
                        maybe(random::nextLong),
                        maybe(() -> new Machine.Accelerator(text(), random.nextInt())),
                        text(),
                        random.nextLong(),
                        text(),
                        list(this::text),
                        random.nextBoolean()),
                Duration.ofSeconds(random.nextInt(100_000), random.nextInt(1_000_000_000)),
                random.nextInt(),
                maybe(this::text));
    }

    private JobBody raw() {
        var job = JsonNodeFactory.instance.objectNode();
        job.put("z", text())
                .put("a", random.nextInt())
                .put("d", random.nextDouble())
                .putNull("n");
        job.putObject("empty");
        job.putArray("list").add(text()).add(random.nextBoolean());
        return new RawBody(job);
    }

    private Verdict verdict() {
        return new Verdict(
                RunState.values()[5 + random.nextInt(4)],
                time(),
                maybe(this::failure),
                new Outputs(
                        list(() -> new Output(text(), random.nextLong(), text())),
                        random.nextLong(),
                        maybe(this::text)),
                maybe(random::nextBoolean),
                maybe(() -> Duration.ofMillis(random.nextInt())),
                maybe(this::money));
    }

    private Instant time() {
        return Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
    }

    private String text() {
        return String.join("", list(() -> PIECES.get(random.nextInt(PIECES.size()))));
    }

    private Map<String, String> map() {
        Map<String, String> map = new LinkedHashMap<>();
        list(this::text).forEach(key -> map.put(key, text()));
        return map;
    }

    private <T> Optional<T> maybe(Supplier<T> value) {
        return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
    }

    private <T> List<T> list(Supplier<T> value) {
        List<T> list = new ArrayList<>();
        IntStream.range(0, random.nextInt(4)).forEach(i -> list.add(value.get()));
        return list;
    }
}
