package dev.sluice.launch;

import dev.sluice.GiveUp;
import dev.sluice.RetryLater;
import dev.sluice.catalog.Client;
import dev.sluice.run.Run;
import dev.sluice.run.RunKey;
import dev.sluice.run.Verdict;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** How many runs a client may have open at a time, {@code limits.maxOpenRuns}: soft, by as much as {@link ClientUsage} says. */
@ApplicationScoped
public class Places {
    private static final Logger LOG = Logger.getLogger(Places.class);

    private final ClientUsage usage;

    public Places(ClientUsage usage) {
        this.usage = usage;
    }

    static boolean areCounted(Client client) {
        return client.limits().maxOpenRuns().isPresent();
    }

    /** Takes a place for a run; false where the client has all it may have. A run that has one keeps it. */
    boolean take(Client client, RunKey run) {
        return client.limits()
                .maxOpenRuns()
                .map(most -> usage.takePlace(client, run, now -> now.openRuns() < most))
                .orElse(true);
    }

    /** A run ended and needs its place no more. */
    void leave(Run ended) {
        usage.ended(ended.key(), ended.verdict().flatMap(Verdict::cost));
    }

    /** Looks in the ledger now; where that fails the numbers stay as they are. */
    void countAgain(Client client) {
        if (areCounted(client)) {
            try {
                usage.refresh(client);
            } catch (RetryLater | GiveUp e) {
                LOG.warnf("the open runs of %s are not counted again: %s", client.ref(), e.getMessage());
            }
        }
    }
}
