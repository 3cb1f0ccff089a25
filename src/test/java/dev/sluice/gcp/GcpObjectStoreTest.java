package dev.sluice.gcp;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.storage.Storage;
import dev.sluice.GiveUp;
import dev.sluice.RetryLater;
import dev.sluice.contract.ObjectStoreContract;
import dev.sluice.flow.LocalClouds;
import dev.sluice.local.LocalCloud;
import dev.sluice.storage.Condition;
import dev.sluice.storage.ObjectContent;
import dev.sluice.storage.ObjectName;
import dev.sluice.storage.ObjectStore;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class GcpObjectStoreTest extends ObjectStoreContract {
    @TempDir
    static Path data;

    private static LocalCloud cloud;
    private static Storage storage;

    private String bucket;

    @BeforeAll
    static void start() {
        cloud = LocalClouds.in(data);
        storage = Clients.of(cloud).producers().storage();
    }

    @AfterAll
    static void stop() throws Exception {
        storage.close();
        cloud.close();
    }

    @BeforeEach
    void makeABucketOfItsOwn(TestInfo test) {
        bucket = "b-" + Integer.toHexString(test.getDisplayName().hashCode());
        cloud.storage().createBucket(bucket);
    }

    @Override
    protected ObjectStore store() {
        return new GcpObjectStore(storage);
    }

    @Override
    protected String bucket() {
        return bucket;
    }

    @Test
    void aBucketThatIsNotThereIsToBeGivenUpOnWithItsName() {
        ObjectName nowhere = new ObjectName("no-such-bucket", "n");
        assertThatThrownBy(() -> store().write(nowhere, ObjectContent.empty(), Condition.none()))
                .isInstanceOf(GiveUp.class)
                .hasMessageContaining("write gs://no-such-bucket/n");
        assertThatThrownBy(() -> store().list("no-such-bucket", "").toList()).isInstanceOf(GiveUp.class);
    }

    @Test
    void aStoreThatDoesNotAnswerIsToBeTriedLater() throws Exception {
        LocalCloud gone = LocalClouds.in(data.resolve("gone"));
        try (Storage client = Clients.of(gone).producers().storage()) {
            gone.close();
            ObjectStore store = new GcpObjectStore(client);
            assertThatThrownBy(() -> store.stat(new ObjectName("b", "n")))
                    .isInstanceOf(RetryLater.class)
                    .hasMessageContaining("look at gs://b/n");
        }
    }
}
