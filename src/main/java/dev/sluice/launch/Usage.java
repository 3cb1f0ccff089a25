package dev.sluice.launch;

import dev.sluice.run.Money;

/** What a client has of what its limits count, as an instance knows it; see {@link ClientUsage} for how far that may be off. */
public final class Usage {
    private final int openRuns;
    private final Amounts reserved;
    private final Amounts spent;

    Usage(int openRuns, Amounts reserved, Amounts spent) {
        this.openRuns = openRuns;
        this.reserved = reserved;
        this.spent = spent;
    }

    static Usage none() {
        return new Usage(0, Amounts.none(), Amounts.none());
    }

    /** Runs that have a job, or are about to get one. */
    public int openRuns() {
        return openRuns;
    }

    /** The estimates of the day's runs that have not ended, held ones too. */
    public Money reserved(String currency) {
        return reserved.in(currency);
    }

    /** The costs of the day's runs that have; their estimates where a cost is not known. */
    public Money spent(String currency) {
        return spent.in(currency);
    }
}
