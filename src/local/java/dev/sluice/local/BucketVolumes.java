package dev.sluice.local;

import dev.sluice.local.batch.LocalBatch;
import dev.sluice.local.gcs.LocalStorage;
import java.nio.file.Path;

/** Shows jobs the buckets' own folders; what a job writes there becomes objects when its task ends. */
record BucketVolumes(LocalStorage storage) implements LocalBatch.Volumes {
    @Override
    public Path mount(String remotePath) {
        return storage.folder(bucket(remotePath), prefix(remotePath));
    }

    @Override
    public void changed(String remotePath) {
        storage.adopt(bucket(remotePath), prefix(remotePath));
    }

    private static String bucket(String remotePath) {
        return remotePath.split("/", 2)[0];
    }

    private static String prefix(String remotePath) {
        String[] parts = remotePath.split("/", 2);
        String prefix = parts.length > 1 ? parts[1] : "";
        return prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
    }
}
