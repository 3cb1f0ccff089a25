package dev.sluice.message;

import dev.sluice.run.Ledger;
import dev.sluice.run.OwedCallback;
import dev.sluice.run.Run;
import dev.sluice.storage.Condition;
import dev.sluice.storage.ObjectContent;
import dev.sluice.storage.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;

/** Pays what a run that has ended owes. It may be done again: it writes and says the same, and the pointer goes last. */
@ApplicationScoped
public class Announcer {
    private final ObjectStore store;
    private final StatusPublisher publisher;
    private final Ledger ledger;
    private final CallbackStart callbacks;

    public Announcer(ObjectStore store, StatusPublisher publisher, Ledger ledger, CallbackStart callbacks) {
        this.store = store;
        this.publisher = publisher;
        this.ledger = ledger;
        this.callbacks = callbacks;
    }

    /** Writes {@code status.json}, publishes the status message, notes a callback as owed, and then removes the pointer. */
    public void announce(Run run) {
        StatusMessage message = StatusMessage.of(run);
        store.write(run.output("status.json"), ObjectContent.json(message.data()), Condition.none());
        publisher.publish(run.client(), message);
        // before the open pointer goes, for nobody would know of this debt after a crash in between
        OwedCallback.of(run).ifPresent(ledger::oweCallback);
        ledger.close(run.key());
        callbacks.soon(run);
    }

    /** Announces a run that has ended if its pointer says that this is still owed; whether it was. */
    public boolean announceIfOwed(Run run) {
        boolean owed = ledger.isOpen(run.key());
        if (owed) {
            announce(run);
        }
        return owed;
    }
}
