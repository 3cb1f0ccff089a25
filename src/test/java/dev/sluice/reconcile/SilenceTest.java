package dev.sluice.reconcile;

import static dev.sluice.World.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ClientRef;
import dev.sluice.TestCatalog;
import dev.sluice.World;
import dev.sluice.batch.JobState;
import dev.sluice.run.Cause;
import dev.sluice.run.InputObject;
import dev.sluice.run.Run;
import dev.sluice.run.RunId;
import dev.sluice.run.RunKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody tells us anything: no notice comes, or no event; jobs and uploads go on at random times. */
class SilenceTest {
    private static final ClientRef GLOBEX = new ClientRef("mlops-template", "globex");

    @TempDir
    Path folder;

    private final long seed = Long.getLong("sluice.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private World world;

    @BeforeEach
    void aWorld() {
        TestCatalog.in(folder);
        world = new World(folder);
        System.out.println("seed " + seed);
    }

    @Test
    void withoutAnyNoticeEveryJobThatEndedIsSettledByTheSecondPass() {
        Map<RunKey, Integer> endedBefore = new HashMap<>();
        List<RunKey> all = new ArrayList<>();
        for (int pass = 0; pass < 40; pass++) {
            if (pass < 30) {
                all.addAll(launchSome());
            }
            for (RunKey key : all) {
                moveOn(key, pass, endedBefore);
            }
            // a timer is never exact, and a caller may be quicker
            world.clock.forward(Duration.ofSeconds(random.nextInt(1, 90)));
            Passes.pass(world);
            for (Map.Entry<RunKey, Integer> ended : endedBefore.entrySet()) {
                if (pass - ended.getValue() >= 1) {
                    assertThat(world.run(ended.getKey()).state().isTerminal())
                            .as(
                                    "seed %d, pass %d, %s ended before pass %d",
                                    seed, pass, ended.getKey(), ended.getValue())
                            .isTrue();
                }
            }
        }
        assertThat(endedBefore).as("seed %d", seed).hasSameSizeAs(all);
        assertThat(world.topics.ids()).as("seed %d", seed).hasSameSizeAs(all).doesNotHaveDuplicates();
        assertThat(world.store.names("ledger")).noneMatch(name -> name.startsWith("open/"));
    }

    private List<RunKey> launchSome() {
        List<RunKey> launched = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            InputObject input = world.upload(ACME, random.nextInt() + ".txt");
            launched.add(world.launch(ACME, input).run().orElseThrow());
        }
        return launched;
    }

    /** Batch moves a job some way, and tells nobody. */
    private void moveOn(RunKey key, int pass, Map<RunKey, Integer> ended) {
        if (ended.containsKey(key)) {
            return;
        }
        Run run = world.run(key);
        JobState[] ways = {JobState.SCHEDULED, JobState.RUNNING, JobState.SUCCEEDED, JobState.FAILED};
        JobState next = ways[pass < 32 ? random.nextInt(4) : 2 + random.nextInt(2)];
        if (random.nextBoolean() && pass < 32) {
            return;
        }
        if (next == JobState.SUCCEEDED) {
            world.output(run, "result.txt");
        }
        world.jobs.move(run.job().name(), next);
        if (next.hasEnded()) {
            ended.put(key, pass);
        }
    }

    @Test
    void withoutAnyEventEveryInputOlderThanFiveMinutesHasARunByTheSecondLook() {
        List<InputObject> uploaded = new ArrayList<>();
        int looks = 0;
        Map<InputObject, Integer> looksSeenOld = new HashMap<>();
        while (looks < 6) {
            for (int i = random.nextInt(3); i > 0; i--) {
                boolean acme = random.nextBoolean();
                uploaded.add(world.upload(acme ? ACME : GLOBEX, random.nextInt() + ".txt"));
            }
            world.clock.forward(Duration.ofSeconds(random.nextInt(30, 900)));
            Optional<Part> look = Passes.pass(world).inputs();
            if (look.isEmpty()) {
                continue;
            }
            looks++;
            for (InputObject input : uploaded) {
                boolean old = input.created().isBefore(world.clock.instant().minus(Duration.ofMinutes(5)));
                int seen = old ? looksSeenOld.merge(input, 1, Integer::sum) : 0;
                if (seen >= 2) {
                    assertThat(world.ledger.find(keyOf(input)))
                            .as("seed %d, look %d, %s", seed, looks, input.name())
                            .isPresent();
                }
            }
        }
        assertThat(world.jobs.created()).as("seed %d", seed).hasSameSizeAs(looksSeenOld.keySet());
    }

    private static RunKey keyOf(InputObject input) {
        ClientRef client = input.name().name().startsWith(ACME.inputs()) ? ACME : GLOBEX;
        return new RunKey(client, RunId.of("sluice", Cause.object(input)));
    }
}
