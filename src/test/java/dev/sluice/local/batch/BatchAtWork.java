package dev.sluice.local.batch;

import static org.awaitility.Awaitility.await;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.GrpcTransportChannel;
import com.google.api.gax.rpc.FixedTransportChannelProvider;
import com.google.cloud.batch.v1.BatchServiceClient;
import com.google.cloud.batch.v1.BatchServiceSettings;
import com.google.cloud.batch.v1.Job;
import com.google.cloud.batch.v1.JobStatus;
import com.google.cloud.batch.v1.Runnable;
import com.google.cloud.batch.v1.StatusEvent;
import com.google.cloud.batch.v1.TaskGroup;
import com.google.cloud.batch.v1.TaskSpec;
import dev.sluice.local.fault.Faults;
import dev.sluice.local.time.LocalClock;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A local Batch on a folder, and Google's client of it. */
final class BatchAtWork implements AutoCloseable {
    static final String PARENT = "projects/demo/locations/europe-west1";
    static final String NUMBER = "770252724889";

    record Notice(String topic, Map<String, String> attributes, byte[] data, JobStatus.State seen) {}

    final Path data;
    final Path images;
    final Path bucket;
    final ConcurrentLinkedQueue<Notice> notices = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<String> changed = new ConcurrentLinkedQueue<>();
    final Map<String, Path> mapped = new ConcurrentHashMap<>();
    volatile boolean notifierBroken;
    LocalClock clock = LocalClock.running();
    Faults faults = new Faults(1, clock);
    LocalBatch.Conduct conduct = LocalBatch.Conduct.usual();
    /** Called with each notice before it counts as told. */
    volatile Consumer<Map<String, String>> onNotice = attributes -> {};

    LocalBatch batch;
    BatchServiceClient client;
    private ManagedChannel channel;

    BatchAtWork(Path folder) {
        this.data = folder.resolve("data");
        this.images = folder.resolve("images");
        this.bucket = folder.resolve("bucket");
    }

    static BatchAtWork on(Path folder) {
        return new BatchAtWork(folder).start(LocalBatch.Delays.none());
    }

    BatchAtWork image(String name, Path folder) {
        mapped.put(name, folder);
        return this;
    }

    BatchAtWork start(LocalBatch.Delays delays) {
        return start(delays, LocalBatch.Execution.PROCESSES);
    }

    BatchAtWork start(LocalBatch.Delays delays, LocalBatch.Execution execution) {
        try {
            Files.createDirectories(bucket);
            Files.createDirectories(images.resolve("job"));
            mapped.putIfAbsent("europe-docker.pkg.dev/demo/docker/job", images.resolve("job"));
            batch = LocalBatch.start(
                    new LocalBatch.Options(
                            data, 0, clock, faults, mapped, volumes(), this::publish, NUMBER, delays, conduct),
                    execution);
            channel = ManagedChannelBuilder.forTarget(batch.endpoint())
                    .usePlaintext()
                    .build();
            client = BatchServiceClient.create(BatchServiceSettings.newBuilder()
                    .setCredentialsProvider(NoCredentialsProvider.create())
                    .setTransportChannelProvider(
                            FixedTransportChannelProvider.create(GrpcTransportChannel.create(channel)))
                    .build());
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private LocalBatch.Volumes volumes() {
        return new LocalBatch.Volumes() {
            @Override
            public Path mount(String remotePath) {
                return Folders.make(bucket.resolve(remotePath));
            }

            @Override
            public void changed(String remotePath) {
                changed.add(remotePath);
            }
        };
    }

    private void publish(String topic, Map<String, String> attributes, byte[] bytes) {
        onNotice.accept(attributes);
        String id = attributes.get("JobName").replaceFirst(".*/", "");
        notices.add(new Notice(
                topic,
                attributes,
                bytes,
                client.getJob(PARENT + "/jobs/" + id).getStatus().getState()));
        if (notifierBroken) {
            throw new IllegalStateException("no such topic");
        }
    }

    Job run(String id, Job.Builder job) {
        client.createJob(PARENT, job.build(), id);
        return ended(id);
    }

    Job ended(String id) {
        return await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> get(id), job -> JobStates.ended(job.getStatus().getState()));
    }

    Job reaches(String id, JobStatus.State state) {
        return await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> get(id), job -> job.getStatus().getState() == state);
    }

    Job get(String id) {
        return client.getJob(PARENT + "/jobs/" + id);
    }

    String log(Job job) {
        try {
            return Files.readString(
                    data.resolve(".sluice/batch/logs").resolve(job.getUid()).resolve("task-0.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void restart() {
        close();
        start(LocalBatch.Delays.none());
    }

    @Override
    public void close() {
        client.close();
        channel.shutdownNow();
        batch.close();
        try {
            channel.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static Job.Builder script(String text) {
        return job(Runnable.newBuilder().setScript(Runnable.Script.newBuilder().setText(text)));
    }

    static Job.Builder container(String entrypoint, List<String> commands) {
        return job(Runnable.newBuilder()
                .setContainer(Runnable.Container.newBuilder()
                        .setImageUri("europe-docker.pkg.dev/demo/docker/job:1")
                        .setEntrypoint(entrypoint)
                        .addAllCommands(commands)));
    }

    static Job.Builder job(Runnable.Builder... runnables) {
        TaskSpec.Builder spec = TaskSpec.newBuilder();
        for (Runnable.Builder runnable : runnables) {
            spec.addRunnables(runnable);
        }
        return Job.newBuilder().addTaskGroups(TaskGroup.newBuilder().setTaskSpec(spec));
    }

    static TaskSpec.Builder spec(Job.Builder job) {
        return job.getTaskGroupsBuilder(0).getTaskSpecBuilder();
    }

    static List<String> sentences(Job job) {
        return job.getStatus().getStatusEventsList().stream()
                .map(StatusEvent::getDescription)
                .toList();
    }
}
