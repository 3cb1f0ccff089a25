package dev.sluice.callback;

import static dev.sluice.World.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ClientRef;
import dev.sluice.TestCatalog;
import dev.sluice.World;
import dev.sluice.batch.JobState;
import dev.sluice.run.OwedCallback;
import dev.sluice.run.Run;
import dev.sluice.run.RunId;
import dev.sluice.run.RunKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pass over the callbacks that are owed, on twins. */
class CallBacksTest {
    private static final ClientRef GLOBEX = new ClientRef("mlops-template", "globex");
    private static final String ONE = "one.example.com";
    private static final String OTHER = "other.example.com";

    @TempDir
    Path folder;

    private boolean idle;
    private World world;

    @BeforeEach
    void twoClientsWithCallbacks() {
        TestCatalog catalog = TestCatalog.in(folder);
        catalog.template("upper-case", CallBackTest.template("callback: { url: https://%s/a }".formatted(ONE)));
        catalog.template("by-uri", CallBackTest.template("callback: { url: https://%s/b }".formatted(OTHER)));
        world = new World(folder, this::execute);
    }

    private void execute(Runnable work) {
        if (!idle) {
            work.run();
        }
    }

    /** A run that ended well while nobody called back. */
    private Run owing(ClientRef client, String file) {
        idle = true;
        Run run = world.run(world.launch(client, world.upload(client, file)));
        world.notice(run, JobState.SUCCEEDED);
        idle = false;
        return run;
    }

    private PaidCallbacks pass() {
        return world.callBacks.payDue(world.clock.instant().plus(Duration.ofSeconds(50)));
    }

    @Test
    void whatNobodyCalledIsCalledByThePass() {
        Run run = owing(ACME, "letters.txt");
        assertThat(pass()).as("whoever announced it may be calling").isEqualTo(PaidCallbacks.none(1, 0));

        world.clock.forward(Duration.ofSeconds(30));

        assertThat(pass()).isEqualTo(new PaidCallbacks(1, 1, 1, 0, 0, 0));
        assertThat(world.receiver.ids()).containsExactly(run.id() + "-SUCCEEDED");
        assertThat(pass()).isEqualTo(PaidCallbacks.none(0, 0));
    }

    @Test
    void whatIsNotDueCostsNoCallOfItsOwn() {
        for (int i = 0; i < 900; i++) {
            RunId id = new RunId("20261121t073015-" + "k3v7q2m5x4n6p5r2" + base32(i));
            Instant later = world.clock.instant().plus(Duration.ofHours(1));
            world.ledger.oweCallback(new OwedCallback(new RunKey(ACME, id), ONE, later));
        }
        owing(ACME, "one.txt");
        owing(GLOBEX, "two.txt");
        world.clock.forward(Duration.ofSeconds(30));
        int before = world.store.calls();

        PaidCallbacks paid = pass();

        assertThat(paid).isEqualTo(new PaidCallbacks(902, 2, 2, 0, 0, 0));
        assertThat(world.store.calls() - before)
                .as("one page of a list; a read, a write and a removal for each that was due")
                .isEqualTo(1 + 2 * 3);
    }

    private static String base32(int number) {
        String digits = "abcdefghijklmnopqrstuvwxyz234567";
        return "" + digits.charAt(number >> 15 & 31) + digits.charAt(number >> 10 & 31)
                + digits.charAt(number >> 5 & 31) + digits.charAt(number & 31);
    }

    @Test
    void aHostThatDoesNotAnswerIsNotAskedForEveryRunAndKeepsNobodyWaiting() {
        for (int i = 0; i < 20; i++) {
            owing(ACME, "a%02d.txt".formatted(i));
        }
        for (int i = 0; i < 6; i++) {
            owing(GLOBEX, "b%02d.txt".formatted(i));
        }
        world.receiver.silent(ONE);
        world.clock.forward(Duration.ofSeconds(30));

        PaidCallbacks paid = pass();

        assertThat(paid).isEqualTo(new PaidCallbacks(26, 26, 6, 4, 0, 0));
        assertThat(paid.left()).isEqualTo(16);
        assertThat(hosts()).containsOnlyOnce(ONE, OTHER);
    }

    private List<String> hosts() {
        return world.receiver.received().stream()
                .map(each -> each.url().getHost())
                .distinct()
                .toList();
    }

    @Test
    void aPassEndsBeforeItsDeadlineAndTheNextOneGoesOn() {
        for (int i = 0; i < 30; i++) {
            owing(ACME, "a%02d.txt".formatted(i));
        }
        world.clock.forward(Duration.ofSeconds(30));
        world.receiver.during(() -> world.clock.forward(Duration.ofSeconds(3)));
        Instant deadline = world.clock.instant().plus(Duration.ofSeconds(50));

        PaidCallbacks first = world.callBacks.payDue(deadline);

        assertThat(first.delivered())
                .as("of one host four at once, twelve seconds each")
                .isEqualTo(16);
        assertThat(first.left()).isEqualTo(14);
        assertThat(world.clock.instant()).isBefore(deadline);
        world.receiver.during(() -> {});
        assertThat(pass()).isEqualTo(new PaidCallbacks(14, 14, 14, 0, 0, 0));
        assertThat(world.receiver.ids()).doesNotHaveDuplicates().hasSize(30);
    }

    @Test
    void aPassThatIsLateTriesSomeAndOneThatIsTooLateNone() {
        for (int i = 0; i < 20; i++) {
            owing(ACME, "a%02d.txt".formatted(i));
        }
        world.clock.forward(Duration.ofSeconds(30));

        PaidCallbacks tooLate = world.callBacks.payDue(world.clock.instant());
        PaidCallbacks late = world.callBacks.payDue(world.clock.instant().plus(Duration.ofSeconds(1)));

        assertThat(tooLate.left()).isEqualTo(20);
        assertThat(late.delivered()).isEqualTo(4);
        assertThat(late.left()).isEqualTo(16);
    }

    @Test
    void aPassThatGetsNoThreadDoesTheWorkItself() {
        owing(ACME, "letters.txt");
        world.clock.forward(Duration.ofSeconds(30));
        idle = true;

        assertThat(pass()).isEqualTo(new PaidCallbacks(1, 1, 1, 0, 0, 0));
    }

    @Test
    void troubleWithOneRecordLeavesTheOthersAlone() {
        Run broken = owing(ACME, "broken.txt");
        owing(ACME, "whole.txt");
        world.clock.forward(Duration.ofSeconds(30));
        world.store.fail(name -> name.name().startsWith("runs/")
                && name.name().contains(broken.id().value()));

        assertThat(pass()).isEqualTo(new PaidCallbacks(2, 2, 1, 1, 0, 0));
    }

    @Test
    void aDayAfterTheVerdictItIsGivenUpAndThePointerIsGone() {
        owing(ACME, "letters.txt");
        world.receiver.answers(ONE, 404);
        world.clock.forward(Duration.ofHours(23));
        assertThat(pass()).isEqualTo(new PaidCallbacks(1, 1, 0, 1, 0, 0));

        world.clock.forward(Duration.ofHours(1));

        assertThat(pass()).isEqualTo(new PaidCallbacks(1, 1, 0, 0, 1, 0));
        assertThat(world.ledger.callbacks()).isEmpty();
    }

    @Test
    void twoPassesAtOnceAreHarmless() {
        owing(ACME, "letters.txt");
        world.clock.forward(Duration.ofSeconds(30));
        world.receiver.during(() -> {
            world.receiver.during(() -> {});
            pass();
        });

        pass();

        assertThat(world.receiver.ids()).hasSize(2);
        assertThat(world.receiver.ids().get(0)).isEqualTo(world.receiver.ids().get(1));
        assertThat(world.ledger.callbacks()).isEmpty();
    }
}
