package dev.sluice.callback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.run.Callback;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private static final Instant VERDICT = Instant.parse("2026-11-21T07:30:15Z");

    private final Callback untried = Callback.untried(URI.create("https://import.example.com/"), Optional.empty());

    @Test
    void troubleIsTriedAgainAfterWaitsThatGrowToAnHourUntilADayIsOver() {
        List<Duration> waits = waits(Answer.of(503, "busy"));

        assertThat(waits.subList(0, 8))
                .extracting(Duration::toMinutes)
                .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
        assertThat(waits.stream().reduce(Duration.ZERO, Duration::plus)).isEqualTo(Duration.ofHours(24));
        assertThat(waits).hasSize(29);
    }

    @Test
    void aRefusalIsTriedAgainEachHourForAPersonMayMendWhatItIsAbout() {
        assertThat(waits(Answer.of(403, "no"))).hasSize(24).containsOnly(Duration.ofHours(1));
        assertThat(waits(Answer.of(302, ""))).containsOnly(Duration.ofHours(1));
        assertThat(waits(Answer.refused("a private address"))).containsOnly(Duration.ofHours(1));
    }

    @Test
    void someRefusalsAreTroubleThatPasses() {
        for (int status : new int[] {408, 425, 429, 500, 502, 599}) {
            assertThat(Answer.of(status, "").kind()).as("%d", status).isEqualTo(Answer.Kind.TROUBLED);
        }
        for (int status : new int[] {100, 199, 300, 304, 400, 404, 410, 428, 499}) {
            assertThat(Answer.of(status, "").kind()).as("%d", status).isEqualTo(Answer.Kind.REFUSED);
        }
        for (int status : new int[] {200, 202, 204, 299}) {
            assertThat(Answer.of(status, "").kind()).as("%d", status).isEqualTo(Answer.Kind.TAKEN);
        }
    }

    @Test
    void whatWasTakenIsOwedNoMore() {
        Callback after = Patience.after(untried, Answer.of(202, "thanks"), VERDICT, VERDICT);

        assertThat(after.isOwed()).isFalse();
        assertThat(after.isDelivered()).isTrue();
        assertThat(after.times()).isEqualTo(1);
    }

    @Test
    void aRunThatNobodyCouldCallForADayIsTriedOnce() {
        Callback after =
                Patience.after(untried, Answer.silent("nobody there"), VERDICT.plus(Duration.ofDays(3)), VERDICT);

        assertThat(after.isOwed()).isFalse();
        assertThat(after.isDelivered()).isFalse();
    }

    /** The waits between tries that are always answered the same, each made as soon as it may be. */
    private List<Duration> waits(Answer answer) {
        List<Duration> waits = new ArrayList<>();
        Instant now = VERDICT;
        Callback callback = Patience.after(untried, answer, now, VERDICT);
        while (callback.isOwed()) {
            Instant next = callback.last().orElseThrow().next().orElseThrow();
            waits.add(Duration.between(now, next));
            now = next;
            callback = Patience.after(callback, answer, now, VERDICT);
        }
        assertThat(callback.isDelivered()).isFalse();
        return waits;
    }
}
