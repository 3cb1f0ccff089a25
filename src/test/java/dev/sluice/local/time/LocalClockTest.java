package dev.sluice.local.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LocalClockTest {
    private static final Instant START = Instant.parse("2026-11-21T07:30:00Z");

    private final LocalClock clock = LocalClock.standing(START);
    private final List<String> done = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        clock.close();
    }

    @Test
    void aStandingClockMovesOnlyWhenItIsMoved() {
        assertThat(clock.instant()).isEqualTo(START);
        clock.advance(Duration.ofHours(2));
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(7_200));
        clock.set(START.plus(Duration.ofDays(60)));
        assertThat(clock.offset()).isEqualTo(Duration.ofDays(60));
    }

    @Test
    void itNeverGoesBack() {
        assertThatThrownBy(() -> clock.set(START.minusMillis(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2026-11-21T07:29:59.999Z")
                .hasMessageContaining("only moves forward");
        assertThat(clock.instant()).isEqualTo(START);
    }

    @Test
    void whatIsDueRunsInTheOrderOfTimeAndThenOfAsking() {
        clock.after(Duration.ofMinutes(3), () -> done.add("three"));
        clock.after(Duration.ofMinutes(1), () -> done.add("one"));
        clock.after(Duration.ofMinutes(1), () -> done.add("one again"));
        clock.after(Duration.ofDays(1), () -> done.add("a day"));
        clock.advance(Duration.ofMinutes(3));
        await().until(() -> done.size() == 3);
        assertThat(done).containsExactly("one", "one again", "three");
    }

    @Test
    void whatHasNoDelayRunsAlsoWhenTheClockStands() throws InterruptedException {
        CountDownLatch ran = new CountDownLatch(1);
        clock.after(Duration.ZERO, ran::countDown);
        assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whatWasCancelledDoesNotRun() {
        clock.after(Duration.ofSeconds(1), () -> done.add("cancelled")).cancel();
        clock.after(Duration.ofSeconds(2), () -> done.add("last"));
        clock.advance(Duration.ofSeconds(2));
        await().until(() -> done.contains("last"));
        assertThat(done).containsExactly("last");
    }

    @Test
    void oneThatFailsDoesNotKeepTheOthers() {
        clock.after(Duration.ofSeconds(1), () -> {
            throw new IllegalStateException("on purpose");
        });
        clock.after(Duration.ofSeconds(1), () -> done.add("next"));
        clock.advance(Duration.ofSeconds(1));
        await().until(() -> done.contains("next"));
    }

    @Test
    void aRunningClockGetsThereByItselfOrByBeingMoved() {
        try (LocalClock running = LocalClock.running()) {
            running.after(Duration.ofMillis(20), () -> done.add("by itself"));
            running.after(Duration.ofDays(2), () -> done.add("by being moved"));
            await().until(() -> done.contains("by itself"));
            assertThat(done).doesNotContain("by being moved");
            running.advance(Duration.ofDays(2));
            await().until(() -> done.contains("by being moved"));
        }
    }
}
