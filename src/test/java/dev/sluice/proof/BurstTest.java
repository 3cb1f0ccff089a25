package dev.sluice.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ClientRef;
import dev.sluice.TestCatalog;
import dev.sluice.run.InputObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
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
        Service service = outside.startInAHurry();
        Instant begin = outside.clock.instant();
        // all come in one moment: who has no turn at Batch is held
        upload(outside, service, ProofCatalog.ACME, FLOOD);
        upload(outside, service, ProofCatalog.GLOBEX, OTHERS);
        upload(outside, service, new ClientRef("mlops-template", "initech"), OTHERS);
        int atOnce = outside.jobs.created().size();
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
        Figures.tell("burst", table(atOnce, passes, waited));
        assertThat(outside.runs()).hasSize(FLOOD + 2 * OTHERS);
        assertThat(outside.jobs.created()).hasSize(FLOOD + 2 * OTHERS);
        Duration flood = Collections.max(waited.get("acme"));
        assertThat(List.of(Collections.max(waited.get("globex")), Collections.max(waited.get("initech"))))
                .as("the last jobs of the others, while the flood takes %s", flood)
                .allMatch(last -> last.multipliedBy(3).compareTo(flood) < 0);
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

    private static String table(int atOnce, int passes, Map<String, List<Duration>> waited) {
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
                `mvn test -Dtest=BurstTest`: %,d events to one instance that may create 80 jobs a second in a region, all in one moment; the flood of
                one client came first. %,d jobs were made at once, the rest was held and released by %d passes, one every 10 seconds.

                | client | jobs | its last job was made after |
                |---|---|---|
                %s"""
                .formatted(FLOOD + 2 * OTHERS, atOnce, passes, rows);
    }
}
