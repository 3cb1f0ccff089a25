package dev.sluice.launch;

import static dev.sluice.World.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.TestCatalog;
import dev.sluice.World;
import dev.sluice.batch.JobState;
import dev.sluice.batch.MemoryBatchJobs.Trouble;
import dev.sluice.run.Failure;
import dev.sluice.run.FailureKind;
import dev.sluice.run.InputObject;
import dev.sluice.run.Money;
import dev.sluice.run.Outcome;
import dev.sluice.run.Outcome.Kind;
import dev.sluice.run.Reserve.Roomier;
import dev.sluice.run.Run;
import dev.sluice.run.RunState;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An upper-case run may cost 0.0060 USD: an n1-standard-2 SPOT in europe-west1 for 150 s + 300 s; a run of an hour 0.0496 USD. */
class CostLimitsTest {
    private static final String PRODUCT = "bucket: demo-batch\n";

    @TempDir
    Path folder;

    private TestCatalog catalog;
    private World world;

    @BeforeEach
    void startAnew() {
        catalog = TestCatalog.in(folder);
        world = new World(folder);
    }

    @Test
    void anAcceptedRunSaysWhatItMayCostInItsRecordAndItsMetadata() {
        Run run = world.run(launch("letters.txt"));

        assertThat(run.estimate()).hasValue(usd("0.0060"));
        assertThat(world.ledger.runsOf(ACME, run.id().day()).toList())
                .singleElement()
                .satisfies(listed -> assertThat(listed.estimate()).hasValue(usd("0.0060")));
    }

    @Test
    void anEndedRunSaysWhatItDidCostByHowLongItRan() {
        Run run = world.run(launch("letters.txt"));
        world.output(run, "result.txt");
        world.notice(run, JobState.SUCCEEDED);

        Run ended = world.run(run.key());
        // 2 × 0.0145 + 7.5 × 0.001944 + 30 × 0.1 / 730 an hour, for 150 s + 3 s
        assertThat(ended.verdict().orElseThrow().cost()).hasValue(usd("0.0021"));
        assertThat(world.ledger.runsOf(ACME, run.id().day()).toList())
                .singleElement()
                .satisfies(listed -> assertThat(listed.cost()).hasValue(usd("0.0021")));
    }

    @Test
    void aRunWhoseJobBatchRefusedCostNothing() {
        world.jobs.trouble(Trouble.INVALID);

        Run run = world.run(launch("letters.txt"));

        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.verdict().orElseThrow().cost().orElseThrow().amount()).isEqualByComparingTo("0");
    }

    @Test
    void allAttemptsArePaidFor() {
        upperCase(
                "n1-standard-2",
                "300s",
                "[{ region: europe-west1, provisioning: SPOT }, { region: europe-west4, provisioning: STANDARD }]");
        Run run = world.run(launch("letters.txt"));
        world.settle.settle(world.jobs.move(
                run.job().name(),
                JobState.FAILED,
                "Task state is updated from RUNNING to FAILED on zones/Z/instances/I due to Spot VM preemption with exit code"
                        + " 50001.",
                OptionalInt.of(50001)));
        Run again = world.run(run.key());
        world.notice(again, JobState.SUCCEEDED);

        Run ended = world.run(run.key());
        assertThat(ended.attempts()).hasSize(2);
        // each for 150 s + 3 s: 0.0021 as above, and 2 × 0.034802 + 7.5 × 0.004664 + 30 × 0.11 / 730 an hour
        assertThat(ended.verdict().orElseThrow().cost()).hasValue(usd("0.0068"));
    }

    @Test
    void aRunWithinTheProductsLimitIsAcceptedAndADearerOneIsRejectedWithTheNumbers() {
        catalog.product(PRODUCT + "guardrails: { maxCostPerRun: 0.006 }\n");
        Outcome within = launch("letters.txt");
        catalog.product(PRODUCT + "guardrails: { maxCostPerRun: 0.0059 }\n");
        Outcome beyond = launch("more.txt");

        assertThat(within.kind()).isEqualTo(Kind.CREATED);
        assertThat(beyond.kind()).isEqualTo(Kind.REJECTED);
        Failure why = failure(beyond);
        assertThat(why.kind()).isEqualTo(FailureKind.GUARDRAIL);
        assertThat(why.reason())
                .isEqualTo(
                        "an attempt could cost 0.0060 USD (template upper-case on n1-standard-2 SPOT in europe-west1, each"
                                + " task once to its time limit), and guardrails.maxCostPerRun of product mlops-template is 0.0059 USD");
        assertThat(why.hint())
                .isEqualTo(
                        "Make the template's machine, time limit or number of tasks smaller, or raise the limit in the"
                                + " product's file.");
        assertThat(world.run(beyond).verdict().orElseThrow().cost())
                .as("costs nothing")
                .isEmpty();
        assertThat(world.jobs.created()).hasSize(1);
    }

    @Test
    void aLaterAttemptInADearerPlaceCountsToo() {
        catalog.product(PRODUCT + "guardrails: { maxCostPerRun: 0.0061 }\n");
        upperCase(
                "n1-standard-2",
                "300s",
                "[{ region: europe-west1, provisioning: SPOT }, { region: europe-west4, provisioning: STANDARD }]");

        Failure why = failure(launch("letters.txt"));

        assertThat(why.kind()).isEqualTo(FailureKind.GUARDRAIL);
        assertThat(why.reason())
                .startsWith("an attempt could cost 0.0137 USD (template upper-case on n1-standard-2 in europe-west4,");
    }

    @Test
    void aPriceThatIsNotKnownWhereACostIsLimitedIsRejectedAndSaysHowToSetIt() {
        upperCase("n4-standard-2", "300s", "[{ region: europe-west1, provisioning: STANDARD }]");
        Outcome unlimited = launch("letters.txt");
        catalog.product(PRODUCT + "guardrails: { maxCostPerRun: 100 }\n");
        Failure perRun = failure(launch("more.txt"));
        catalog.product(PRODUCT);
        budget("20.00");
        Failure perDay = failure(launch("still-more.txt"));

        assertThat(unlimited.kind()).isEqualTo(Kind.CREATED);
        assertThat(world.run(unlimited).estimate()).as("unknown, not 0").isEmpty();
        assertThat(perRun.kind()).isEqualTo(FailureKind.GUARDRAIL);
        assertThat(perRun.reason())
                .isEqualTo(
                        "what the run could cost is not known (template upper-case on n4-standard-2 in europe-west1: no price of"
                                + " n4-standard-2 in europe-west1), and guardrails.maxCostPerRun of product mlops-template is 100 USD");
        assertThat(perRun.hint())
                .isEqualTo(
                        "Give the price in the file that sluice.prices names, or use a machine and a region that have one.");
        assertThat(perDay.kind()).isEqualTo(FailureKind.BUDGET);
        assertThat(perDay.reason()).endsWith("and limits.dailyBudget of client mlops-template/acme is 20.00 USD");
    }

    @Test
    void aProductInAnotherCurrencyThanTheTablesHasUnknownPrices() {
        catalog.product(PRODUCT + "currency: EUR\nguardrails: { maxCostPerRun: 100 }\n");

        assertThat(failure(launch("letters.txt")).reason())
                .contains("the price table is in USD, not in EUR")
                .endsWith("is 100 EUR");
    }

    @Test
    void openRunsEstimatesExhaustABudgetAndTheNextRunIsRejectedWithTheNumbers() {
        budget("0.015");
        assertThat(launch("one.txt").kind()).isEqualTo(Kind.CREATED);
        assertThat(launch("two.txt").kind()).isEqualTo(Kind.CREATED);

        Outcome third = launch("three.txt");

        assertThat(third.kind()).isEqualTo(Kind.REJECTED);
        assertThat(failure(third).kind()).isEqualTo(FailureKind.BUDGET);
        assertThat(failure(third).reason())
                .isEqualTo(
                        "the run could cost 0.0060 USD (template upper-case on n1-standard-2 SPOT in europe-west1), and 0.0030 USD is"
                                + " left of client mlops-template/acme's dailyBudget of 0.015 USD for 2026-11-21 (UTC): 0 USD is spent,"
                                + " 0.0120 USD is reserved for open runs");
        assertThat(failure(third).hint())
                .isEqualTo(
                        "Start it again when open runs have ended for less than is reserved for them, or raise"
                                + " limits.dailyBudget in the client's file; inputs of another day have a budget of their own.");
        assertThat(world.jobs.created()).hasSize(2);
        assertThat(world.topics.ids()).containsExactly(world.run(third).id() + "-REJECTED");
    }

    @Test
    void aRunThatEndsCheaplyFreesWhatWasReservedForIt() {
        budget("0.015");
        Run one = world.run(launch("one.txt"));
        launch("two.txt");
        assertThat(launch("three.txt").kind()).isEqualTo(Kind.REJECTED);

        world.output(one, "result.txt");
        world.notice(one, JobState.SUCCEEDED);

        // 0.0021 spent + 0.0060 reserved + 0.0060 = 0.0141
        assertThat(launch("four.txt").kind()).isEqualTo(Kind.CREATED);
        assertThat(launch("five.txt").kind()).isEqualTo(Kind.REJECTED);
    }

    @Test
    void aRejectedOrRepeatedEventReservesNothing() {
        budget("0.015");
        InputObject input = world.upload(ACME, "one.txt");
        world.launch(ACME, input);
        world.launch(ACME, input);
        world.launch(ACME, input);
        launch("picture.png");

        assertThat(launch("two.txt").kind()).isEqualTo(Kind.CREATED);
        assertThat(world.launch(ACME, input).kind())
                .as("with the budget exhausted, it is the run it was")
                .isEqualTo(Kind.DUPLICATE);
    }

    @Test
    void theNextDayHasABudgetOfItsOwn() {
        budget("0.007");
        launch("one.txt");
        assertThat(launch("two.txt").kind()).isEqualTo(Kind.REJECTED);

        world.clock.forward(Duration.ofDays(1));

        assertThat(launch("three.txt").kind()).isEqualTo(Kind.CREATED);
        assertThat(failure(launch("four.txt")).reason()).contains("for 2026-11-22 (UTC)");
    }

    @Test
    void aHeldRunHasItsMoneyReserved() {
        catalog.client("acme", "upper-case", "limits: { maxOpenRuns: 1, dailyBudget: 0.015 }\n");
        assertThat(launch("one.txt").kind()).isEqualTo(Kind.CREATED);
        assertThat(launch("two.txt").kind()).isEqualTo(Kind.HELD);

        assertThat(launch("three.txt").kind()).isEqualTo(Kind.REJECTED);
    }

    @Test
    void aClientWithoutLimitsMakesNoCallMore() {
        InputObject input = world.upload(ACME, "letters.txt");
        int before = world.store.calls();

        world.launch(ACME, input);

        assertThat(world.store.calls() - before)
                .as("the record and the pointer")
                .isEqualTo(2);
        assertThat(world.jobs.creations()).isEqualTo(1);
    }

    @Test
    void aClientWithABudgetMakesNoCallMoreBeforeItsAnswer() {
        budget("20.00");
        Later beside = new Later();
        World later = new World(folder, beside);
        InputObject input = later.upload(ACME, "letters.txt");
        int before = later.store.calls();

        later.launch(ACME, input);

        assertThat(later.store.calls() - before)
                .as("the record and the pointer")
                .isEqualTo(2);
    }

    @Test
    void moreMemoryIsPlannedWithinTheGuardrails() {
        assertThat(roomier("machineType: n1-standard-2, memory: 2GiB", PRODUCT))
                .hasValue(new Roomier("n1-standard-2", 4096));
        assertThat(roomier("machineType: n1-standard-2, memory: 6GiB", PRODUCT))
                .hasValue(new Roomier("n1-standard-4", 12_288));
        assertThat(roomier("machineType: n1-standard-2, memory: 6GiB", PRODUCT + "guardrails: { maxMemory: 7GiB }\n"))
                .hasValue(new Roomier("n1-standard-2", 7168));
        assertThat(roomier("machineType: n1-standard-2, memory: 6GiB", PRODUCT + "guardrails: { maxMemory: 6GiB }\n"))
                .isEmpty();
        assertThat(roomier(
                        "machineType: n1-standard-2, memory: 6GiB", PRODUCT + "guardrails: { maxCostPerRun: 0.007 }\n"))
                .as("a machine that would be too dear is not kept in reserve")
                .isEmpty();
    }

    private Optional<Roomier> roomier(String resources, String product) {
        catalog.product(product);
        catalog.template(
                "upper-case",
                """
                container: { image: "europe-docker.pkg.dev/demo/docker/upper-case:1" }
                resources: { %s }
                placement: [{ region: europe-west1, provisioning: SPOT }]
                timeLimit: 300s
                """
                        .formatted(resources));
        Outcome outcome = launch(resources.hashCode() + "-" + product.hashCode() + ".txt");
        return world.run(outcome).reserve().roomier();
    }

    private void upperCase(String machineType, String timeLimit, String placement) {
        catalog.template(
                "upper-case",
                """
                container: { image: "europe-docker.pkg.dev/demo/docker/upper-case:1" }
                resources: { machineType: %s }
                placement: %s
                timeLimit: %s
                """
                        .formatted(machineType, placement, timeLimit));
    }

    private void budget(String amount) {
        catalog.client("acme", "upper-case", "limits: { dailyBudget: %s }\n".formatted(amount));
    }

    private Outcome launch(String name) {
        return world.launch(ACME, world.upload(ACME, name));
    }

    private Failure failure(Outcome outcome) {
        Run run = world.run(outcome);
        assertThat(run.state()).isEqualTo(RunState.REJECTED);
        return run.verdict().orElseThrow().failure().orElseThrow();
    }

    private static Money usd(String amount) {
        return new Money(new BigDecimal(amount), "USD");
    }
}
