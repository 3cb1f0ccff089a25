package dev.sluice.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.TestClock;
import dev.sluice.TestConfig;
import dev.sluice.World;
import dev.sluice.catalog.Client;
import dev.sluice.catalog.Limits;
import dev.sluice.contract.JobSpecs;
import dev.sluice.run.Cause;
import dev.sluice.run.Failure;
import dev.sluice.run.FailureKind;
import dev.sluice.run.InputObject;
import dev.sluice.run.Lease;
import dev.sluice.run.Ledger;
import dev.sluice.run.Listed;
import dev.sluice.run.Money;
import dev.sluice.run.Outputs;
import dev.sluice.run.Planned;
import dev.sluice.run.Recorded;
import dev.sluice.run.Reserve;
import dev.sluice.run.Run;
import dev.sluice.run.RunId;
import dev.sluice.run.RunState;
import dev.sluice.run.Verdict;
import dev.sluice.storage.MemoryObjectStore;
import dev.sluice.storage.ObjectName;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Two instances count one client's runs; the twin of the store counts their calls. */
class ClientUsageTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-11-21");

    private final TestClock clock = new TestClock();
    private final MemoryObjectStore store = new MemoryObjectStore(clock);
    private final Ledger ledger = new Ledger(store, TestConfig.with(Path.of("unused")));
    private final Client client = client(new Limits(Optional.of(50), Optional.of(new BigDecimal("20.00"))));
    private final Later beside = new Later();
    private final ClientUsage here = new ClientUsage(ledger, clock, beside);
    private final ClientUsage elsewhere = new ClientUsage(ledger, clock, Runnable::run);

    @Test
    void anAnswerNeverWaitsForAList() {
        record(run(1), "1.50");
        int before = store.calls();

        Usage first = here.of(client);

        assertThat(store.calls()).isEqualTo(before);
        assertThat(first.openRuns()).isZero();
        assertThat(first.reserved("USD")).isEqualTo(usd("0"));
        assertThat(beside.waiting()).isEqualTo(1);
    }

    @Test
    void theListsTellReservedAndSpentInTwoCalls() {
        record(run(1), "1.50");
        record(run(2), "0.75");
        end(record(run(3), "9.00"), RunState.SUCCEEDED, "0.30");
        end(record(run(4), "9.00"), RunState.FAILED, "0.20");

        here.of(client);
        int before = store.calls();
        beside.runAll();

        assertThat(store.calls() - before).isEqualTo(2);
        Usage known = here.of(client);
        assertThat(known.openRuns()).isEqualTo(2);
        assertThat(known.reserved("USD")).isEqualTo(usd("2.25"));
        assertThat(known.spent("USD")).isEqualTo(usd("0.50"));
    }

    @Test
    void listsAreMadeAtMostEveryFifteenSecondsHoweverOftenOneAsks() {
        for (int second = 0; second < 60; second++) {
            here.of(client);
            here.of(client);
            beside.runAll();
            clock.forward(Duration.ofSeconds(1));
        }

        assertThat(store.calls()).isEqualTo(4 * 2);
    }

    @Test
    void aClientWithoutLimitsCostsNothing() {
        Client free = client(new Limits(Optional.empty(), Optional.empty()));
        record(run(1), "1.50");
        int before = store.calls();

        assertThat(here.reserve(free, run(1).key(), Optional.of(usd("5")), usage -> false))
                .isTrue();
        assertThat(here.takePlace(free, run(1).key(), usage -> false)).isTrue();
        here.refresh(free);

        assertThat(here.of(free).openRuns()).isZero();
        assertThat(beside.waiting()).isZero();
        assertThat(store.calls()).isEqualTo(before);
    }

    @Test
    void onlyWhatALimitCountsIsListed() {
        ClientUsage counted = new ClientUsage(ledger, clock, Runnable::run);
        record(run(1), "1.50");
        int before = store.calls();

        counted.of(client(new Limits(Optional.of(5), Optional.empty())));

        assertThat(store.calls() - before).isEqualTo(1);
    }

    @Test
    void requestsAtTheSameTimeSeeEachOthersMoneyBeforeAnyIsRecorded() {
        long fitting = IntStream.range(0, 80)
                .filter(n -> here.reserve(client, run(n).key(), Optional.of(usd("1")), usage -> !usage.reserved("USD")
                        .plus(usd("1"))
                        .isMoreThan(usd("20"))))
                .count();

        assertThat(fitting).isEqualTo(20);
        assertThat(here.of(client).reserved("USD")).isEqualTo(usd("20"));
    }

    @Test
    void requestsAtTheSameTimeSeeEachOthersPlaces() {
        long fitting = IntStream.range(0, 80)
                .filter(n -> here.takePlace(client, run(n).key(), usage -> usage.openRuns() < 50))
                .count();

        assertThat(fitting).isEqualTo(50);
    }

    @Test
    void aRunIsCountedOnceHoweverOftenItIsLaunchedAndListed() {
        Run run = run(1);
        launch(run, "1.50");
        record(run, "1.50");
        launch(run, "1.50");
        census();
        launch(run, "1.50");

        assertThat(here.of(client).openRuns()).isEqualTo(1);
        assertThat(here.of(client).reserved("USD")).isEqualTo(usd("1.50"));
        assertThat(here.reserve(client, run.key(), Optional.of(usd("1.50")), usage -> false))
                .as("one that is counted already fits")
                .isTrue();
    }

    @Test
    void aLaunchThatTheListIsTooEarlyForStaysCounted() {
        launch(record(run(1), "1").run(), "1");
        here.of(client);
        launch(run(2), "2");
        beside.runAll();

        assertThat(here.of(client).openRuns()).isEqualTo(1 + 1);
        assertThat(here.of(client).reserved("USD")).isEqualTo(usd("3"));
    }

    @Test
    void aLaunchThatNeverCameToARecordIsForgottenAfterAMinute() {
        here.of(client);
        launch(run(1), "1");
        clock.forward(Duration.ofSeconds(44));
        census();
        assertThat(here.of(client).reserved("USD")).isEqualTo(usd("1"));

        clock.forward(Duration.ofSeconds(16));
        census();

        assertThat(here.of(client).reserved("USD")).isEqualTo(usd("0"));
        assertThat(here.of(client).openRuns()).isZero();
    }

    @Test
    void anEndFreesThePlaceAndTurnsWhatWasReservedIntoWhatItCost() {
        Recorded recorded = record(run(1), "5");
        census();
        assertThat(here.of(client).reserved("USD")).isEqualTo(usd("5"));

        end(recorded, RunState.SUCCEEDED, "0.10");
        here.ended(recorded.run().key(), Optional.of(usd("0.10")));

        assertThat(here.of(client).openRuns()).isZero();
        assertThat(here.of(client).reserved("USD")).isEqualTo(usd("0"));
        assertThat(here.of(client).spent("USD")).isEqualTo(usd("0.10"));
        census();
        assertThat(here.of(client).spent("USD")).as("and not twice").isEqualTo(usd("0.10"));
    }

    @Test
    void anEndedRunWhoseCostIsNotKnownHasSpentItsEstimate() {
        Recorded known = record(run(1), "5");
        census();
        end(record(run(2), "3"), RunState.FAILED, Optional.empty());
        end(known, RunState.FAILED, Optional.empty());
        here.ended(known.run().key(), Optional.empty());

        assertThat(here.of(client).spent("USD")).as("as it ended here").isEqualTo(usd("5"));
        census();
        assertThat(here.of(client).spent("USD")).as("as listed").isEqualTo(usd("8"));
        assertThat(here.of(client).reserved("USD")).isEqualTo(usd("0"));
    }

    @Test
    void anEndAfterTheListPassedTheRunStaysAnEnd() {
        Instant now = clock.instant();
        RunId run = run(1).id();
        Tally tally = new Tally();
        Census census = tally.begin(now);
        census.day(TODAY);
        census.open(run);
        census.run(
                TODAY,
                new Listed(
                        run,
                        RunState.RUNNING,
                        Optional.empty(),
                        Optional.of(usd("5")),
                        Optional.empty(),
                        Optional.empty(),
                        now));

        tally.end(run, Optional.of(usd("0.10")), now.plusSeconds(1));
        tally.install(census);

        assertThat(tally.usage(TODAY, now).openRuns()).isZero();
        assertThat(tally.usage(TODAY, now).reserved("USD")).isEqualTo(usd("0"));
        assertThat(tally.usage(TODAY, now).spent("USD")).isEqualTo(usd("0.10"));
    }

    @Test
    void anotherInstanceSeesTheLaunchesOfThisOneWithItsNextList() {
        elsewhere.of(client);
        launch(record(run(1), "5").run(), "5");

        assertThat(elsewhere.of(client).reserved("USD")).isEqualTo(usd("0"));
        clock.forward(ClientUsage.REFRESHED);
        elsewhere.of(client);

        assertThat(elsewhere.of(client).reserved("USD")).isEqualTo(usd("5"));
    }

    @Test
    void aRunCountsForTheDayOfItsCause() {
        clock.forward(Duration.ofHours(17));
        Instant beforeMidnight = Instant.parse("2026-11-21T23:59:59Z");
        record(run(1, beforeMidnight), "5");

        elsewhere.of(client, TODAY);
        elsewhere.of(client);

        assertThat(elsewhere.of(client, TODAY).reserved("USD")).isEqualTo(usd("5"));
        assertThat(elsewhere.of(client).reserved("USD")).as("the next day").isEqualTo(usd("0"));
    }

    @Test
    void amountsOfAnotherCurrencyAreNotAdded() {
        record(run(1), new Money(new BigDecimal("7"), "EUR"));
        record(run(2), "1");
        census();

        assertThat(here.of(client).reserved("USD")).isEqualTo(usd("1"));
        assertThat(here.of(client).reserved("EUR")).isEqualTo(new Money(new BigDecimal("7"), "EUR"));
    }

    @Test
    void whenTheStoreIsAwayTheNumbersStayAsTheyWere() {
        record(run(1), "1");
        census();
        clock.forward(ClientUsage.REFRESHED);
        store.failLists(true);
        here.of(client);
        beside.runAll();

        assertThat(here.of(client).reserved("USD")).isEqualTo(usd("1"));
    }

    @Test
    void whenTheServiceIsStoppingTheNumbersStayAsTheyAre() {
        ClientUsage stopping = new ClientUsage(ledger, clock, work -> {
            throw new RejectedExecutionException("stopping");
        });

        assertThat(stopping.of(client).openRuns()).isZero();
    }

    @Test
    void aRejectedRunReservesNothing() {
        Run run = run(1);
        ledger.create(run.ended(Verdict.rejected(clock.instant(), Failure.of(FailureKind.BUDGET, "no", "wait"))));
        census();

        assertThat(here.of(client).reserved("USD")).isEqualTo(usd("0"));
        assertThat(here.of(client).spent("USD")).isEqualTo(usd("0"));
    }

    private void launch(Run run, String estimate) {
        assertThat(here.reserve(client, run.key(), Optional.of(usd(estimate)), usage -> true))
                .isTrue();
        assertThat(here.takePlace(client, run.key(), usage -> true)).isTrue();
    }

    private void census() {
        clock.forward(ClientUsage.REFRESHED);
        here.of(client);
        beside.runAll();
    }

    private Recorded record(Run run, String estimate) {
        return record(run, usd(estimate));
    }

    private Recorded record(Run run, Money estimate) {
        Planned plan = new Planned(JobSpecs.container("job"), Reserve.none(), Optional.of(estimate), Optional.empty());
        Recorded recorded = ledger.create(run.accepted(plan, new Lease("token", clock.instant())))
                .orElseThrow();
        ledger.open(run.key());
        return recorded;
    }

    private void end(Recorded recorded, RunState state, String cost) {
        end(recorded, state, Optional.of(usd(cost)));
    }

    private void end(Recorded recorded, RunState state, Optional<Money> cost) {
        Verdict verdict = new Verdict(
                state, clock.instant(), Optional.empty(), Outputs.none(), Optional.empty(), Optional.empty(), cost);
        ledger.replace(recorded, recorded.run().ended(verdict)).orElseThrow();
        ledger.close(recorded.run().key());
    }

    private Run run(int number) {
        return run(number, Instant.parse("2026-11-21T07:00:00Z"));
    }

    private static Run run(int number, Instant at) {
        InputObject input = new InputObject(
                new ObjectName("demo-batch", "mlops-template/acme/inputs/" + number + ".txt"), number, 5, at);
        Cause cause = Cause.object(input);
        return Run.draft(
                RunId.of("sluice", cause),
                "sluice",
                World.ACME,
                "demo-batch",
                Optional.of("upper-case"),
                cause,
                Optional.of(input),
                Map.of(),
                List.of());
    }

    private static Client client(Limits limits) {
        return new Client(World.ACME, "demo-batch", List.of(), Map.of(), "jobs@demo.iam.gserviceaccount.com", limits);
    }

    private static Money usd(String amount) {
        return new Money(new BigDecimal(amount), "USD");
    }
}
