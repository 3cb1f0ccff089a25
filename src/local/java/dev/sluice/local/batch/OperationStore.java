package dev.sluice.local.batch;

import java.io.IOException;
import java.util.List;

/** Where operations are kept over a restart. */
interface OperationStore {
    /** Every operation that was kept. */
    List<StoredOperation> load() throws IOException;

    void save(StoredOperation operation);

    void delete(StoredOperation operation);

    /** Keeps nothing. */
    static OperationStore forgetful() {
        return new OperationStore() {
            @Override
            public List<StoredOperation> load() {
                return List.of();
            }

            @Override
            public void save(StoredOperation operation) {}

            @Override
            public void delete(StoredOperation operation) {}
        };
    }
}
