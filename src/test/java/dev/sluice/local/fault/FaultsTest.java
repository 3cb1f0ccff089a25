package dev.sluice.local.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.rpc.Code;
import dev.sluice.local.fault.Fault.Service;
import dev.sluice.local.fault.Kind.Where;
import dev.sluice.local.time.LocalClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FaultsTest {
    private final LocalClock clock = LocalClock.standing(Instant.parse("2026-11-21T07:30:00Z"));
    private final Faults faults = new Faults(7, clock);

    @Test
    void aFaultStrikesWhereItWasSetAndNowhereElse() {
        faults.add(Fault.of(Service.BATCH, Kind.REFUSED).at("CreateJob").about("europe-west1"));
        assertThat(calls("CreateJob", "projects/p/locations/europe-west1")).isTrue();
        assertThat(calls("GetJob", "projects/p/locations/europe-west1")).isFalse();
        assertThat(calls("CreateJob", "projects/p/locations/asia-east1")).isFalse();
        assertThat(faults.strike(Service.PUBSUB, Where.CALL, "CreateJob", "europe-west1"))
                .isEmpty();
        assertThat(faults.strike(Service.BATCH, Where.DELIVERY, "CreateJob", "europe-west1"))
                .isEmpty();
    }

    @Test
    void itLetsChancesPassAndStrikesSoManyTimes() {
        Fault fault = faults.add(Fault.of(Service.BATCH, Kind.REFUSED).after(2).times(3));
        assertThat(tenCalls()).containsExactly(false, false, true, true, true, false, false, false, false, false);
        assertThat(faults.strikes(fault.id())).hasValue(3L);
    }

    @Test
    void chanceComesFromTheSeedAlone() {
        faults.add(Fault.of(Service.BATCH, Kind.REFUSED).probability(0.5));
        List<Boolean> first = tenCalls();
        faults.begin(7);
        faults.add(Fault.of(Service.BATCH, Kind.REFUSED).probability(0.5));
        assertThat(tenCalls()).isEqualTo(first).contains(true, false);
    }

    @Test
    void aFaultDoesNotChangeWhatAnotherDraws() {
        faults.add(Fault.of(Service.BATCH, Kind.REFUSED).probability(0.5));
        List<Boolean> alone = tenCalls();
        faults.begin(7);
        faults.add(Fault.of(Service.BATCH, Kind.REFUSED).probability(0.5));
        faults.add(Fault.of(Service.BATCH, Kind.SLOW).probability(0.5));
        List<Boolean> beside = IntStream.range(0, 10)
                .mapToObj(call -> faults.strike(Service.BATCH, Where.CALL, "GetJob", "").stream()
                        .anyMatch(fault -> fault.kind() == Kind.REFUSED))
                .toList();
        assertThat(beside).isEqualTo(alone);
    }

    @Test
    void aThrottleLetsItsRatePassEachSecond() {
        faults.add(Fault.of(Service.BATCH, Kind.THROTTLED).rate(4));
        assertThat(tenCalls()).containsExactly(false, false, false, false, true, true, true, true, true, true);
        clock.advance(Duration.ofMillis(500));
        assertThat(tenCalls()).containsExactly(false, false, true, true, true, true, true, true, true, true);
    }

    @Test
    void whatTheCallerIsToldDependsOnTheKind() {
        assertThat(Fault.of(Service.BATCH, Kind.ANSWER_LOST).told()).isEqualTo(Code.UNAVAILABLE);
        assertThat(Fault.of(Service.BATCH, Kind.THROTTLED).told()).isEqualTo(Code.RESOURCE_EXHAUSTED);
        assertThat(Fault.of(Service.BATCH, Kind.ANSWER_LOST)
                        .code(Code.DEADLINE_EXCEEDED)
                        .told())
                .isEqualTo(Code.DEADLINE_EXCEEDED);
    }

    @Test
    void oneThatWasRemovedStrikesNoMore() {
        Fault fault = faults.add(Fault.of(Service.BATCH, Kind.REFUSED));
        assertThat(faults.remove(fault.id())).isTrue();
        assertThat(faults.remove(fault.id())).isFalse();
        assertThat(tenCalls()).doesNotContain(true);
    }

    @Test
    void nonsenseIsRefused() {
        Fault fault = Fault.of(Service.BATCH, Kind.REFUSED);
        assertThatThrownBy(() -> fault.probability(1.5)).hasMessageContaining("probability must be from 0 to 1");
        assertThatThrownBy(() -> fault.rate(0)).hasMessageContaining("rate must be above 0");
        assertThatThrownBy(() -> fault.delay(Duration.ofMillis(-1))).hasMessageContaining("delay must not be below 0");
        assertThatThrownBy(() -> fault.code(Code.OK)).hasMessageContaining("OK is no fault");
    }

    private boolean calls(String method, String about) {
        return faults.first(Service.BATCH, Where.CALL, method, about).isPresent();
    }

    private List<Boolean> tenCalls() {
        return IntStream.range(0, 10).mapToObj(call -> calls("GetJob", "")).toList();
    }

    @Test
    void aFaultAtAPointThatThereIsNotIsRefusedWithThoseThatThereAre() {
        assertThatThrownBy(() -> Fault.of(Service.BATCH, Kind.REFUSED).at("MakeJob"))
                .hasMessageContaining("refused of batch cannot strike at \"MakeJob\"")
                .hasMessageContaining("CreateJob");
        assertThatThrownBy(() -> Fault.of(Service.BATCH, Kind.LOST).at("push"))
                .hasMessage("lost of batch cannot strike at \"push\"; it can at notification");
        assertThatThrownBy(() -> Fault.of(Service.STORAGE, Kind.PREEMPTED).at("task"))
                .hasMessage("preempted never strikes at storage");
        assertThatCode(() -> Fault.of(Service.STORAGE, Kind.SLOW).at("objects.insert"))
                .doesNotThrowAnyException();
    }
}
