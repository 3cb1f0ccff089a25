package dev.sluice.gcp;

import com.google.cloud.batch.v1.BatchServiceClient;
import com.google.cloud.pubsub.v1.TopicAdminClient;
import com.google.cloud.storage.Storage;
import dev.sluice.batch.BatchJobs;
import dev.sluice.batch.JobName;
import dev.sluice.batch.JobSnapshot;
import dev.sluice.local.LocalCloud;
import dev.sluice.message.StatusPublisher;
import dev.sluice.storage.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The service's ports over Google's clients on a local cloud, for tests that put an instance together themselves. */
public final class GoogleAdapters implements AutoCloseable {
    private final LocalCloud cloud;
    private final Clients clients;
    private final Storage storage;
    private final BatchServiceClient batch;
    private final TopicAdminClient topics;

    /** @param callTimeout the longest that one call may take, its repeats included */
    public GoogleAdapters(LocalCloud cloud, String callTimeout) {
        this.cloud = cloud;
        this.clients = Clients.of(cloud, callTimeout);
        try {
            this.storage = clients.producers().storage();
            this.batch = clients.producers().batch();
            this.topics = clients.producers().pubsub();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public ObjectStore store() {
        return new GcpObjectStore(storage);
    }

    public BatchJobs jobs() {
        return new GcpBatchJobs(batch);
    }

    public StatusPublisher publisher() {
        return new GcpStatusPublisher(topics, clients.sluice());
    }

    /** Google's own client of Cloud Storage, for what clients of the service do. */
    public Storage storage() {
        return storage;
    }

    /** Every job that Batch has in a region, ended or not. */
    public Stream<JobSnapshot> jobsIn(String region) {
        String parent = "projects/" + cloud.project() + "/locations/" + region;
        return StreamSupport.stream(batch.listJobs(parent).iterateAll().spliterator(), false)
                .map(job -> JobSnapshots.of(
                        new JobName(
                                cloud.project(),
                                region,
                                job.getName().substring(job.getName().lastIndexOf('/') + 1)),
                        job));
    }

    @Override
    public void close() throws Exception {
        batch.close();
        topics.close();
        storage.close();
    }
}
