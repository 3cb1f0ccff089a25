package dev.sluice.callback;

import dev.sluice.GiveUp;
import dev.sluice.RetryLater;
import dev.sluice.message.CallbackStart;
import dev.sluice.message.StatusMessage;
import dev.sluice.run.Callback;
import dev.sluice.run.Ledger;
import dev.sluice.run.OwedCallback;
import dev.sluice.run.Recorded;
import dev.sluice.run.Run;
import dev.sluice.run.RunKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ConcurrentModificationException;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/**
 * Tells somebody else that a run succeeded.
 *
 * <p>Read the record → post what {@code status.json} says → record how that went → remove the pointer. A crash anywhere leaves the
 * pointer, and whoever meets it does the rest: at worst the same is posted again, with the same {@code Idempotency-Key}.
 */
@ApplicationScoped
public class CallBack implements CallbackStart {
    private static final Logger LOG = Logger.getLogger(CallBack.class);
    private static final int WRITES_TRIED = 5;
    /** More would let somebody who does not answer hold the threads that requests need. */
    private static final int FIRST_TRIES_AT_ONCE = 16;

    private final Ledger ledger;
    private final Poster poster;
    private final SecretFiles secrets;
    private final InstantSource clock;
    private final Executor executor;
    private final Semaphore firstTries = new Semaphore(FIRST_TRIES_AT_ONCE);

    CallBack(Ledger ledger, Poster poster, SecretFiles secrets, InstantSource clock, Executor executor) {
        this.ledger = ledger;
        this.poster = poster;
        this.secrets = secrets;
        this.clock = clock;
        this.executor = executor;
    }

    /**
     * The first try for a run that was just announced, beside whatever else the caller does. Where too many are under way, or it comes to
     * nothing, the passes try on.
     */
    @Override
    public void soon(Run run) {
        if (!run.owesCallback() || !firstTries.tryAcquire()) {
            return;
        }
        try {
            executor.execute(() -> firstTry(run.key()));
        } catch (RejectedExecutionException stopping) {
            firstTries.release();
            LOG.infof("the service stops: the callback of run %s is left to the next pass", run.id());
        }
    }

    private void firstTry(RunKey key) {
        try {
            tryToDeliver(key);
        } finally {
            firstTries.release();
        }
    }

    /** The same as {@link #deliver}, for callers that nobody waits for. */
    Delivery tryToDeliver(RunKey key) {
        try {
            return deliver(key);
        } catch (RetryLater | GiveUp e) {
            LOG.warnf("the callback of run %s stays owed: %s", key, e.getMessage());
        } catch (RuntimeException e) {
            LOG.errorf(e, "the callback of run %s met an error of Sluice's own", key);
        }
        return Delivery.PUT_OFF;
    }

    /** Delivers what a run owes, once, if its time has come; {@link RetryLater} when how that went could not be recorded. */
    public Delivery deliver(RunKey key) {
        Optional<Recorded> recorded =
                ledger.find(key).filter(found -> found.run().owesCallback());
        if (recorded.isEmpty()) {
            ledger.callbackPaid(key);
            return Delivery.NOTHING_OWED;
        }
        Run run = recorded.get().run();
        Callback callback = run.callback().orElseThrow();
        if (callback.last()
                .flatMap(Callback.Tried::next)
                .map(clock.instant()::isBefore)
                .orElse(false)) {
            OwedCallback.of(run).ifPresent(ledger::putOffCallback);
            return Delivery.PUT_OFF;
        }
        Answer answer = post(run, callback);
        Instant verdict = run.verdict().orElseThrow().at();
        Run after = record(recorded.get(), Patience.after(callback, answer, clock.instant(), verdict));
        OwedCallback.of(after).ifPresentOrElse(ledger::putOffCallback, () -> ledger.callbackPaid(key));
        return told(after, answer);
    }

    private Answer post(Run run, Callback callback) {
        StatusMessage message = StatusMessage.of(run);
        try {
            Optional<Secret> key = Optional.empty();
            if (callback.key().isPresent()) {
                key = Optional.of(secrets.read(callback.key().get()));
            }
            return poster.post(new Post(callback.url(), key, message.id(), message.data()));
        } catch (SecretFiles.Unusable e) {
            return Answer.troubled(e.getMessage());
        }
    }

    /** The run as recorded, with this try; another's counts instead where it delivered. */
    private Run record(Recorded before, Callback tried) {
        Recorded latest = before;
        for (int i = 0; i < WRITES_TRIED; i++) {
            Optional<Recorded> written = ledger.replace(latest, latest.run().calledBack(tried));
            if (written.isPresent()) {
                return written.get().run();
            }
            latest = ledger.find(before.run().key()).orElse(latest);
            Callback recorded = latest.run().callback().orElse(tried);
            // Google's client repeats a write whose answer was lost, and then meets its own record
            if (recorded.equals(tried) || recorded.isDelivered()) {
                return latest.run();
            }
        }
        throw new RetryLater(
                "record the callback of run " + before.run().key(),
                new ConcurrentModificationException("the record was replaced each time"));
    }

    private static Delivery told(Run run, Answer answer) {
        Callback callback = run.callback().orElseThrow();
        Callback.Tried last = callback.last().orElseThrow();
        String how = "%s, try %d: %s"
                .formatted(
                        callback.place(),
                        last.times(),
                        last.status().map(status -> "HTTP " + status).orElse(last.answer()));
        Delivery delivery = Delivery.of(callback, answer);
        RunLog.of(run)
                .tell(
                        switch (delivery) {
                            case DELIVERED, NOTHING_OWED -> new RunLog.Line(Logger.Level.INFO, "called back " + how);
                            case PUT_OFF, UNANSWERED ->
                                new RunLog.Line(Logger.Level.INFO, "could not call back " + how);
                            case GIVEN_UP ->
                                new RunLog.Line(
                                        Logger.Level.WARN,
                                        "gave up calling back after %s h, %s"
                                                .formatted(Patience.OWED_FOR.toHours(), how));
                        });
        return delivery;
    }
}
