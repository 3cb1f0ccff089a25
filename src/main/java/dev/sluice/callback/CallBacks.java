package dev.sluice.callback;

import dev.sluice.run.Ledger;
import dev.sluice.run.OwedCallback;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;

/** The callbacks that are owed and whose time has come, some at once and fair between the hosts that they go to. */
@ApplicationScoped
public class CallBacks {
    private final Ledger ledger;
    private final CallBack callBack;
    private final InstantSource clock;
    private final Executor executor;

    CallBacks(Ledger ledger, CallBack callBack, InstantSource clock, Executor executor) {
        this.ledger = ledger;
        this.callBack = callBack;
        this.clock = clock;
        this.executor = executor;
    }

    /**
     * Tries what is due, sixteen at once, until nothing is left or a try might end after the deadline; what is left is met again by the next
     * pass. The first sixteen are tried if there is any time at all, so that passes that are always late still get on. One list call tells
     * what is due, so that what is not costs no more. A host that does not answer is not asked again in the same pass.
     */
    public PaidCallbacks payDue(Instant deadline) {
        Instant now = clock.instant();
        List<OwedCallback> owed;
        try (Stream<OwedCallback> listed = ledger.callbacks()) {
            owed = listed.toList();
        }
        ByHost due = new ByHost(
                owed.stream().filter(each -> !now.isBefore(each.notBefore())).toList());
        PaidCallbacks paid = PaidCallbacks.none(owed.size(), due.left());
        Duration needed = Duration.ZERO;
        while (due.left() > 0 && clock.instant().plus(needed).isBefore(deadline)) {
            needed = Poster.LONGEST;
            List<Try> tries = due.next().stream().map(this::start).toList();
            for (Try each : tries) {
                Delivery delivery = each.end();
                paid = paid.and(delivery);
                if (delivery == Delivery.UNANSWERED) {
                    due.drop(each.owed().host());
                }
            }
        }
        return paid;
    }

    private Try start(OwedCallback owed) {
        Try started = new Try(owed, new FutureTask<>(() -> callBack.tryToDeliver(owed.key())));
        try {
            executor.execute(started.work());
        } catch (RejectedExecutionException stopping) {
            // no thread will come: left to whoever waits for it
            return started;
        }
        return started;
    }

    /** A try that goes on beside others. Where no thread has begun it by the time it is waited for, whoever waits does it. */
    private record Try(OwedCallback owed, FutureTask<Delivery> work) {
        Delivery end() {
            work.run();
            try {
                return work.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Delivery.PUT_OFF;
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                throw new IllegalStateException(e.getCause());
            }
        }
    }
}
