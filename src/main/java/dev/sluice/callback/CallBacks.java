package dev.sluice.callback;

import dev.sluice.run.Ledger;
import dev.sluice.run.OwedCallback;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
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
     * Tries what is due, until nothing is left or a try might end after the deadline; what is left is met again by the next pass. One list
     * call tells what is due, so that what is not costs no more. A host that does not answer is not asked again in the same pass.
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
        while (due.left() > 0 && clock.instant().plus(Poster.LONGEST).isBefore(deadline)) {
            List<Try> tries = due.next().stream().map(this::start).toList();
            for (Try each : tries) {
                Delivery delivery = each.end().join();
                paid = paid.and(delivery);
                if (delivery == Delivery.UNANSWERED) {
                    due.drop(each.owed().host());
                }
            }
        }
        return paid;
    }

    private record Try(OwedCallback owed, CompletableFuture<Delivery> end) {}

    private Try start(OwedCallback owed) {
        try {
            return new Try(owed, CompletableFuture.supplyAsync(() -> callBack.tryToDeliver(owed.key()), executor));
        } catch (RejectedExecutionException stopping) {
            return new Try(owed, CompletableFuture.completedFuture(Delivery.PUT_OFF));
        }
    }
}
