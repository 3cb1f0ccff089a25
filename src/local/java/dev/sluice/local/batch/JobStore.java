package dev.sluice.local.batch;

import java.io.IOException;
import java.util.List;

/** Where jobs are kept over a restart. */
interface JobStore extends AutoCloseable {
    /** Every job that was kept. */
    List<StoredJob> load() throws IOException;

    /** Keeps the job as it is now. */
    void save(LiveJob job);

    /** Keeps the job as it will be in a moment. */
    void saveSoon(LiveJob job);

    void delete(LiveJob job);

    /** Keeps what was to be kept soon. */
    @Override
    void close();

    /** Keeps nothing. */
    static JobStore forgetful() {
        return new JobStore() {
            @Override
            public List<StoredJob> load() {
                return List.of();
            }

            @Override
            public void save(LiveJob job) {}

            @Override
            public void saveSoon(LiveJob job) {}

            @Override
            public void delete(LiveJob job) {}

            @Override
            public void close() {}
        };
    }
}
