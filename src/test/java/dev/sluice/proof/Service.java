package dev.sluice.proof;

import dev.sluice.ClientRef;
import dev.sluice.batch.JobNotice;
import dev.sluice.run.InputObject;
import dev.sluice.run.Outcome;

/** One instance of the service, with the doors that the outside knocks at. */
interface Service {
    /** A storage event. */
    Outcome event(ClientRef client, InputObject input);

    /** A notice of Batch's. */
    Outcome notice(JobNotice notice);

    /** A pass. */
    void reconcile();
}
