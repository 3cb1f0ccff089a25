package dev.sluice.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ClientRef;
import dev.sluice.TestCatalog;
import dev.sluice.run.InputObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand events within a moment, nearly all of one client, against what Batch takes in a second. The time is simulated. */
class BurstTest {
    private static final int FLOOD = 9_000;
    private static final int OTHERS = 500;

    @TempDir
    Path folder;

    @Test
    void allRunNoneTwiceAndNoClientWaitsForAnother() {
        Outside outside = Outside.with(catalog());
        Service service = outside.start(Wire.SOUND, Order.POINTER_FIRST);
        Instant begin = outside.clock.instant();
        // the clock stands while they come: nobody waits for a turn, whoever has none is held
        upload(outside, service, ProofCatalog.ACME, FLOOD);
        upload(outside, service, ProofCatalog.GLOBEX, OTHERS);
        upload(outside, service, new ClientRef("mlops-template", "initech"), OTHERS);
        int atOnce = outside.jobs.created().size();
        Duration came = Duration.between(begin, outside.clock.instant());
        int passes = 0;
        while (!outside.pointers().stream()
                        .filter(name -> name.startsWith("held/"))
                        .toList()
                        .isEmpty()
                && passes < 500) {
            passes++;
            service.reconcile();
            outside.clock.forward(Duration.ofSeconds(10));
        }

        Map<String, List<Duration>> waited = waited(outside, begin);
        Figures.tell("burst", table(atOnce, came, passes, waited));
        assertThat(outside.runs()).hasSize(FLOOD + 2 * OTHERS);
        assertThat(outside.jobs.created()).hasSize(FLOOD + 2 * OTHERS);
        assertThat(outside.jobs.creations()).isEqualTo(FLOOD + 2 * OTHERS);
    }

    private Path catalog() {
        TestCatalog catalog = TestCatalog.in(folder);
        catalog.client("initech", "by-uri");
        return catalog.root();
    }

    private static void upload(Outside outside, Service service, ClientRef client, int files) {
        List<InputObject> inputs = new ArrayList<>();
        for (int i = 0; i < files; i++) {
            inputs.add(outside.upload(client, "f%05d.txt".formatted(i)));
        }
        inputs.forEach(input -> service.event(client, input));
    }

    /** By client: when each of its jobs was made, after the first upload. */
    private static Map<String, List<Duration>> waited(Outside outside, Instant begin) {
        return outside.jobs.all().stream()
                .collect(Collectors.groupingBy(
                        job -> job.labels().get("sluice-client"),
                        TreeMap::new,
                        Collectors.mapping(job -> Duration.between(begin, job.created()), Collectors.toList())));
    }

    private static String table(int atOnce, Duration came, int passes, Map<String, List<Duration>> waited) {
        Function<List<Duration>, Duration> last =
                all -> all.stream().max(Duration::compareTo).orElseThrow();
        String rows = waited.entrySet().stream()
                .map(each -> "| %s | %,d | %d s |"
                        .formatted(
                                each.getKey(),
                                each.getValue().size(),
                                last.apply(each.getValue()).toSeconds()))
                .collect(Collectors.joining("\n"));
        return """
                `mvn test -Dtest=BurstTest`: %,d events to one instance that may create 80 jobs a second in a region. The senders were answered within %d s;
                %,d jobs were made by then, the rest was held and released by %d passes.

                | client | jobs | its last job was made after |
                |---|---|---|
                %s"""
                .formatted(FLOOD + 2 * OTHERS, came.toSeconds(), atOnce, passes, rows);
    }
}
