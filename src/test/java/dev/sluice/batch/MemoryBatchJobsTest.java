package dev.sluice.batch;

import dev.sluice.TestClock;
import dev.sluice.contract.BatchJobsContract;

class MemoryBatchJobsTest extends BatchJobsContract {
    private final MemoryBatchJobs jobs = new MemoryBatchJobs(new TestClock());

    @Override
    protected BatchJobs jobs() {
        return jobs;
    }
}
