package dev.sluice.reconcile;

import static dev.sluice.World.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.TestCatalog;
import dev.sluice.World;
import dev.sluice.batch.JobName;
import dev.sluice.batch.JobSnapshot;
import dev.sluice.batch.JobState;
import dev.sluice.run.Run;
import dev.sluice.run.RunId;
import dev.sluice.run.RunKey;
import dev.sluice.storage.Condition;
import dev.sluice.storage.ObjectContent;
import dev.sluice.storage.ObjectName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a pass and an event cost beside a hundred thousand runs, in calls to Google: counted, not timed. */
class ManyRunsTest {
    private static final int MANY = 100_000;
    private static final int PAGES = MANY / 1_000;
    private static final int QUIET = 10;

    @TempDir
    Path folder;

    private World world;
    private int storeCalls;
    private int jobCalls;
    private int pages;

    @BeforeEach
    void aWorld() {
        TestCatalog.in(folder);
        world = new World(folder);
        // the look at the inputs comes once an hour and is not what is counted here
        Passes.pass(world);
    }

    @Test
    void aPassOverManyOpenRunsOfWhichFewAreQuietListsAndLooksAtThoseFew() {
        List<Run> quiet = new ArrayList<>();
        for (int i = 0; i < QUIET; i++) {
            Run run = world.run(world.launch(ACME, world.upload(ACME, i + ".txt")));
            world.notice(run, JobState.RUNNING);
            quiet.add(world.run(run.key()));
        }
        Run sample = quiet.get(0);
        for (int i = 0; i < MANY - QUIET; i++) {
            alive(sample, i);
        }

        // all of them run: nothing but lists
        count();
        assertThat(Passes.pass(world).runs().looked()).isZero();
        int lists = stores();
        assertThat(lists)
                .as("pages of pointers, held runs, callbacks, and two notes of passes")
                .isEqualTo(PAGES + 4);
        assertThat(pages()).isEqualTo(PAGES);
        assertThat(jobs()).isZero();

        // ten of them end, and nobody tells
        quiet.forEach(run -> world.output(run, "result.txt"));
        quiet.forEach(run -> world.jobs.move(run.job().name(), JobState.SUCCEEDED));
        count();
        PassReport report = Passes.pass(world);

        assertThat(report.runs().seen()).isEqualTo(MANY);
        assertThat(report.runs().looked()).isEqualTo(QUIET);
        assertThat(report.runs().did()).isEqualTo(Map.of("settled", (long) QUIET));
        assertThat(pages()).isEqualTo(PAGES);
        assertThat(jobs()).as("one getJob for each quiet run").isEqualTo(QUIET);
        // the record twice, the outputs, the input, the verdict, status.json, the pointer
        assertThat(stores() - lists).as("of each quiet run").isEqualTo(QUIET * 7);
        assertThat(world.topics.ids()).hasSize(QUIET);
    }

    @Test
    void manyEndedRunsChangeNeitherAnEventNorAPass() {
        int[] without = eventAndPass("before.txt");

        Run ended = world.run(world.launch(ACME, world.upload(ACME, "ended.txt")));
        world.notice(ended, JobState.FAILED);
        for (int i = 0; i < MANY; i++) {
            recordOfEnded(ended, i);
        }

        assertThat(eventAndPass("after.txt")).isEqualTo(without);
    }

    /** What one event costs, what a pass while its job runs, and what a pass after its job ended unseen. */
    private int[] eventAndPass(String name) {
        count();
        Run run = world.run(world.launch(ACME, world.upload(ACME, name)));
        int event = stores();
        world.notice(run, JobState.RUNNING);
        count();
        Passes.pass(world);
        int running = stores() + pages();
        world.jobs.move(run.job().name(), JobState.FAILED);
        count();
        Passes.pass(world);
        return new int[] {event, running, stores() + pages() + jobs()};
    }

    /** A run whose job is RUNNING. */
    private void alive(Run like, int number) {
        RunKey key = new RunKey(ACME, id(number));
        world.ledger.open(key);
        Map<String, String> labels = new HashMap<>(like.job().labels());
        labels.put("sluice-run", key.id().value());
        JobName name = new JobName("demo", "europe-west1", "upper-case-" + key.id() + "-a1");
        world.jobs.put(new JobSnapshot(
                name,
                name.id() + "-uid",
                JobState.RUNNING,
                labels,
                List.of(),
                world.clock.instant(),
                Duration.ofMinutes(1)));
    }

    private void recordOfEnded(Run like, int number) {
        String day = like.id().day().toString();
        ObjectName record = new ObjectName(
                "ledger", "runs/mlops-template/acme/%s/%05d-%s.json".formatted(day, number % 86_400, id(number)));
        world.store.write(record, ObjectContent.json(new byte[0], Map.of("state", "FAILED")), Condition.absent());
    }

    private RunId id(int number) {
        Instant time = world.clock.instant().minusSeconds(number % 20_000);
        String hash = "%020d"
                .formatted(number)
                .replace('0', 'a')
                .replace('1', 'b')
                .replace('8', 'c')
                .replace('9', 'd');
        return new RunId(DateTimeFormatter.ofPattern("yyyyMMdd't'HHmmss")
                        .withZone(ZoneOffset.UTC)
                        .format(time)
                + "-" + hash);
    }

    private void count() {
        storeCalls = world.store.calls();
        jobCalls = world.jobs.finds();
        pages = world.jobs.lists();
    }

    private int stores() {
        return world.store.calls() - storeCalls;
    }

    private int jobs() {
        return world.jobs.finds() - jobCalls;
    }

    private int pages() {
        return world.jobs.lists() - pages;
    }
}
