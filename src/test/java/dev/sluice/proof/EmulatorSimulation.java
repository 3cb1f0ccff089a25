package dev.sluice.proof;

import static org.awaitility.Awaitility.await;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.StorageException;
import dev.sluice.ClientRef;
import dev.sluice.RetryLater;
import dev.sluice.intake.Doors;
import dev.sluice.reconcile.ReconcilePass;
import dev.sluice.run.Cause;
import dev.sluice.run.InputObject;
import dev.sluice.run.Outcome;
import dev.sluice.run.Run;
import dev.sluice.run.RunId;
import dev.sluice.run.RunKey;
import dev.sluice.run.RunState;
import dev.sluice.storage.ObjectName;
import dev.sluice.storage.StoredObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Some hours with a few clients, on one local cloud that goes wrong as the seed says, with one or two instances of the service over Google's
 * clients; and then, without faults, until all is quiet. The seed gives what is uploaded and what goes wrong how often; the threads of the
 * service and of the emulators meet as they like.
 */
final class EmulatorSimulation implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration BUDGET = Duration.ofSeconds(50);
    private static final int ROUGH_STEPS = 30;

    final EmulatorStage stage;
    final PushReceiver receiver;
    /** What was there for a while; whether it has a run depends on who was faster. */
    final Set<RunKey> replaced = new HashSet<>();

    private final Chance chance;
    private final Random amongThreads;
    private final Map<String, Long> struck = new TreeMap<>();
    private final double lostAnswers;
    private final List<Wiring> instances = new CopyOnWriteArrayList<>();
    private final List<ObjectName> clean = new ArrayList<>();
    private volatile boolean rough = true;
    private int files;
    private int steps;
    private int quiet;

    EmulatorSimulation(Path folder, long seed) {
        this.chance = new Chance(seed);
        this.amongThreads = new Random(seed);
        this.lostAnswers = chance.upTo(0.2);
        this.stage = new EmulatorStage(folder, seed);
        this.receiver = new PushReceiver(this::handle, this::loses);
        IntStream.rangeClosed(1, chance.between(1, 2)).forEach(number -> instances.add(stage.instance(this::loses)));
        stage.pushTo(receiver);
    }

    /** Plays it to its end; what went wrong is in the answer. */
    List<String> play() {
        files = chance.between(6, 12);
        EmulatorFaults.draw(stage.faults, chance);
        until(() -> files == 0 && steps > ROUGH_STEPS);
        rough = false;
        stage.faults
                .all()
                .forEach(fault -> struck.merge(
                        fault.service().word() + " " + fault.kind().word(),
                        stage.faults.strikes(fault.id()).orElse(0L),
                        Long::sum));
        stage.faults.begin(0);
        try {
            until(() -> quiet > 2);
        } catch (ConditionTimeoutException e) {
            return List.of("after %s it is not quiet: %s".formatted(PATIENCE, state()));
        }
        return new EmulatorDust(this).look();
    }

    private void until(Callable<Boolean> reached) {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    step();
                    return reached.call();
                });
    }

    private void step() {
        steps++;
        if (files > 0 && chance.of(0.5)) {
            files--;
            upload();
        }
        stage.clock.advance(chance.seconds(1, rough ? 120 : 600));
        if (rough && chance.of(0.05)) {
            instances.set(chance.between(0, instances.size() - 1), stage.instance(this::loses));
        }
        if (!rough || chance.of(0.3)) {
            chance.oneOf(instances)
                    .get(ReconcilePass.class)
                    .run(stage.clock.instant().plus(BUDGET));
        }
        quiet = !rough && isQuiet() ? quiet + 1 : 0;
    }

    /** An upload that went wrong is left as it is: nobody knows whether the object is there, until somebody looks. */
    private void upload() {
        ClientRef client = chance.oneOf(EmulatorCatalog.CLIENTS);
        boolean again = !clean.isEmpty() && chance.of(0.15);
        ObjectName name = again
                ? chance.oneOf(clean)
                : new ObjectName(EmulatorCatalog.BUCKET, client.inputs() + "file-" + files + ".txt");
        try {
            if (again) {
                stage.store.stat(name).ifPresent(older -> replaced.add(keyOf(older)));
            }
            Blob blob = stage.google
                    .storage()
                    .create(
                            BlobInfo.newBuilder(name.bucket(), name.name()).build(),
                            ("hello " + files).getBytes(StandardCharsets.UTF_8));
            clean.remove(name);
            clean.add(new ObjectName(blob.getBucket(), blob.getName()));
        } catch (StorageException | RetryLater e) {
            clean.remove(name);
        }
    }

    private Outcome handle(String path, Map<String, String> headers, byte[] body) {
        Wiring instance = instances.get(amongThreads.nextInt(instances.size()));
        return new Doors(instance::get).handle(path, headers, body);
    }

    private boolean loses() {
        return rough && amongThreads.nextDouble() < lostAnswers;
    }

    /** The run that an input must lead to. */
    RunKey keyOf(StoredObject input) {
        String[] place = input.name().name().split("/");
        return new RunKey(
                new ClientRef(place[0], place[1]),
                RunId.of(stage.config.deployment(), Cause.object(InputObject.of(input))));
    }

    private boolean isQuiet() {
        List<StoredObject> records = stage.records();
        Set<String> recorded = records.stream()
                .map(record -> record.name().lastSegment().split("-", 2)[1])
                .collect(Collectors.toSet());
        return receiver.isIdle()
                && stage.pointers().isEmpty()
                && records.stream()
                        .allMatch(record ->
                                RunState.valueOf(record.metadata().get("state")).isTerminal())
                && stage.inputs().stream()
                        .allMatch(input -> recorded.contains(keyOf(input).id() + ".json"))
                && stage.jobs().stream().allMatch(job -> job.state().hasEnded());
    }

    /** In a line, what was played. */
    String told() {
        return "%d steps, %d instances, %d runs %s, %d jobs, struck %s"
                .formatted(
                        steps,
                        instances.size(),
                        stage.records().size(),
                        stage.runs().stream().collect(Collectors.groupingBy(Run::state, Collectors.counting())),
                        stage.jobs().size(),
                        struck);
    }

    private String state() {
        return "idle %s, pointers %s, runs %s, jobs %s"
                .formatted(
                        receiver.isIdle(),
                        stage.pointers(),
                        stage.runs().stream()
                                .map(run -> run.key() + " " + run.state())
                                .toList(),
                        stage.jobs().stream()
                                .map(job -> job.name().id() + " " + job.state())
                                .toList());
    }

    @Override
    public void close() throws Exception {
        receiver.close();
        stage.close();
    }
}
