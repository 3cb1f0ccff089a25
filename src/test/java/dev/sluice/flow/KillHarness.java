package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.cloud.NoCredentials;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.StorageOptions;
import com.google.pubsub.v1.PubsubMessage;
import dev.sluice.ClientRef;
import dev.sluice.TestCatalog;
import dev.sluice.local.LocalCloud;
import dev.sluice.proof.Figures;
import dev.sluice.run.InputObject;
import dev.sluice.storage.ObjectName;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged service under load while its process is killed again and again. A harness, not for CI: {@code src/test/harness/kill.sh}.
 * Storage, Pub/Sub and Batch live on in another process, which sends again what was not acknowledged.
 */
class KillHarness {
    private static final ClientRef CLIENT = new ClientRef("mlops-template", "globex");
    private static final int A_SECOND = 20;
    private static final Duration LIFE = Duration.ofSeconds(30);
    private static final Duration BACKOFF = Duration.ofSeconds(5);

    @TempDir
    Path folder;

    private final Duration time = Duration.ofSeconds(Long.getLong("sluice.kill.seconds", 600));
    private final HttpClient http = HttpClient.newHttpClient();
    private final ScheduledExecutorService senders = Executors.newScheduledThreadPool(16);
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger deliveries = new AtomicInteger();
    private final Map<String, AtomicInteger> answers = new ConcurrentHashMap<>();
    private final Map<String, Integer> messages = new HashMap<>();

    @Test
    void nothingIsLostAndNothingIsTwiceWhileTheProcessIsKilledEveryThirtySeconds() throws Exception {
        TestCatalog catalog = TestCatalog.in(Files.createDirectory(folder.resolve("catalog")));
        try (LocalCloud cloud = LocalClouds.withoutProcesses(folder.resolve("data"));
                Topics topics = new Topics(cloud);
                Storage storage = storage(cloud);
                ServiceProcess service = new ServiceProcess(cloud, catalog.root(), folder.resolve("service.log"))) {
            cloud.storage().createBucket("sluice-ledger");
            cloud.storage().createBucket("demo-batch");
            cloud.notices("sluice-batch-notifications", service.address());
            topics.listen(CLIENT);
            service.start().awaitReady();

            int kills = load(storage, service);
            await("answers to all events")
                    .atMost(Duration.ofMinutes(15))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> accepted.get() == sent.get());
            Map<String, Integer> states = awaitEnds(storage, topics);
            senders.shutdownNow();

            int jobs = jobs(cloud);
            report(kills, states, jobs);
            assertThat(states).containsOnlyKeys("SUCCEEDED").containsValue(sent.get());
            assertThat(messages).hasSize(sent.get());
            assertThat(jobs).isEqualTo(sent.get());
        }
    }

    /** Sends for as long as was asked; how often the service was killed. */
    private int load(Storage storage, ServiceProcess service) {
        Events events = new Events(service.address());
        long end = System.nanoTime() + time.toNanos();
        senders.scheduleAtFixedRate(
                () -> {
                    if (System.nanoTime() < end) {
                        upload(storage, events);
                    }
                },
                0,
                1_000_000 / A_SECOND,
                TimeUnit.MICROSECONDS);
        int kills = 0;
        while (System.nanoTime() < end) {
            long next = Math.min(end, System.nanoTime() + LIFE.toNanos());
            await().atMost(LIFE.multipliedBy(2)).until(() -> System.nanoTime() >= next);
            service.kill();
            kills++;
            service.start();
        }
        return kills;
    }

    /** An upload, and its event, which is sent until it is answered; every tenth is sent once more. */
    private void upload(Storage storage, Events events) {
        int number = sent.incrementAndGet();
        senders.execute(() -> {
            InputObject input = put(storage, number);
            deliver(events.finalized(input), true);
            if (number % 10 == 0) {
                senders.schedule(() -> deliver(events.finalized(input), false), 3, TimeUnit.SECONDS);
            }
        });
    }

    private static InputObject put(Storage storage, int number) {
        ObjectName name = new ObjectName("demo-batch", CLIENT.inputs() + "file-%06d".formatted(number));
        Blob blob = storage.create(
                BlobInfo.newBuilder(name.bucket(), name.name()).build(), "x".getBytes(StandardCharsets.UTF_8));
        return new InputObject(
                name,
                blob.getGeneration(),
                1,
                blob.getCreateTimeOffsetDateTime().toInstant());
    }

    private void deliver(HttpRequest event, boolean first) {
        deliveries.incrementAndGet();
        http.sendAsync(event, BodyHandlers.discarding()).whenComplete((answer, failure) -> {
            if (failure == null && answer.statusCode() == 204) {
                count(answer);
                accepted.addAndGet(first ? 1 : 0);
            } else {
                count(failure == null ? "HTTP " + answer.statusCode() : "no answer");
                senders.schedule(() -> deliver(event, first), BACKOFF.toMillis(), TimeUnit.MILLISECONDS);
            }
        });
    }

    private void count(HttpResponse<?> answer) {
        count(answer.headers().firstValue("Sluice-Outcome").orElse("204 without outcome"));
    }

    private void count(String what) {
        answers.computeIfAbsent(what, unknown -> new AtomicInteger()).incrementAndGet();
    }

    /** Waits until every run has ended and been told of; how many are in which state. */
    private Map<String, Integer> awaitEnds(Storage storage, Topics topics) {
        Map<String, Integer> states = new TreeMap<>();
        await("the end of all runs")
                .atMost(Duration.ofMinutes(20))
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> {
                    hear(topics);
                    states.clear();
                    states.putAll(states(storage));
                    return messages.size() >= sent.get()
                            && !states.containsKey("RUNNING")
                            && !storage.list("sluice-ledger", BlobListOption.prefix("open/"))
                                    .iterateAll()
                                    .iterator()
                                    .hasNext();
                });
        hear(topics);
        return states;
    }

    private void hear(Topics topics) {
        for (var batch = topics.look(CLIENT); !batch.isEmpty(); batch = topics.look(CLIENT)) {
            for (PubsubMessage message : batch) {
                messages.merge(message.getAttributesOrThrow("ce-id"), 1, Integer::sum);
            }
        }
    }

    private static Map<String, Integer> states(Storage storage) {
        Map<String, Integer> states = new TreeMap<>();
        storage.list("sluice-ledger", BlobListOption.prefix("runs/"), BlobListOption.pageSize(1000))
                .iterateAll()
                .forEach(run -> states.merge(run.getMetadata().get("state"), 1, Integer::sum));
        return states;
    }

    private static int jobs(LocalCloud cloud) {
        return ((Collection<?>) cloud.batch().state().get("jobs")).size();
    }

    private void report(int kills, Map<String, Integer> states, int jobs) {
        int runs = states.values().stream().mapToInt(Integer::intValue).sum();
        long repeated = messages.values().stream().filter(times -> times > 1).count();
        Figures.tell(
                "kill",
                """
                `src/test/harness/kill.sh %d`: %d events a second for %d seconds, the service's process killed (SIGKILL) and started again
                every %d seconds, %d times.

                | sent | accepted | runs | jobs | messages, by id | lost | doubled | told twice, by the same id |
                |---|---|---|---|---|---|---|---|
                | %d | %d | %d | %d | %d | %d | %d | %d |

                Deliveries of events: %d; answered %s."""
                        .formatted(
                                time.toMinutes(),
                                A_SECOND,
                                time.toSeconds(),
                                LIFE.toSeconds(),
                                kills,
                                sent.get(),
                                accepted.get(),
                                runs,
                                jobs,
                                messages.size(),
                                sent.get() - messages.size(),
                                jobs - runs,
                                repeated,
                                deliveries.get(),
                                new TreeMap<>(answers)));
    }

    private static Storage storage(LocalCloud cloud) {
        return StorageOptions.newBuilder()
                .setHost(cloud.storage().endpoint().toString())
                .setProjectId("demo")
                .setCredentials(NoCredentials.getInstance())
                .build()
                .getService();
    }
}
