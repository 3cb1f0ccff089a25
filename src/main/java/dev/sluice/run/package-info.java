/**
 * What a run is. Comes in: a cause, and what Batch shows of a job. Goes out: the run's id, the state that follows, the record
 * in the ledger and what it still owes.
 */
package dev.sluice.run;
