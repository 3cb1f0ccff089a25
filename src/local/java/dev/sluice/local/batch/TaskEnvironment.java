package dev.sluice.local.batch;

import com.google.cloud.batch.v1.Environment;
import com.google.cloud.batch.v1.JobName;
import com.google.cloud.batch.v1.Runnable;
import com.google.cloud.batch.v1.TaskGroup;
import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A task's environment: what it was given and what every process needs; of the emulator's own only where programs are (PATH). */
@Fidelity(
        what =
                "Environment of job, task and runnable, secret variables from a folder of files, `BATCH_*` variables, a hosts file with an address a VM",
        verified = Verified.DOCUMENTED,
        by = {"TaskProcessTest", "BarrierTest"},
        simplified =
                "the hosts file is always there, as if `requireHostsFile` were set, with addresses of the loopback")
final class TaskEnvironment {
    /** Google's limit, in job.proto. */
    private static final int MOST_HOSTS = 1000;

    private static final int A_BLOCK = 250;
    private static final String USUAL_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final Attempt attempt;
    private final Secrets secrets;
    private final Path folder;

    TaskEnvironment(Attempt attempt, Secrets secrets, Path folder) {
        this.attempt = attempt;
        this.secrets = secrets;
        this.folder = folder;
    }

    /** Later ones win: the task's, the index's own, the runnable's; Batch's own can not be changed. */
    Map<String, String> of(Runnable runnable, Mounts mounts) {
        TaskGroup group = attempt.group();
        Map<String, String> all = new TreeMap<>(base());
        attempt.spec().getEnvironmentsMap().forEach((name, value) -> all.put(name, mounts.value(value)));
        put(all, attempt.spec().getEnvironment(), mounts);
        if (group.getTaskEnvironmentsCount() > 0) {
            put(all, group.getTaskEnvironments(attempt.task()), mounts);
        }
        put(all, runnable.getEnvironment(), mounts);
        all.putAll(ofBatch());
        return all;
    }

    private void put(Map<String, String> all, Environment given, Mounts mounts) {
        given.getVariablesMap().forEach((name, value) -> all.put(name, mounts.value(value)));
        given.getSecretVariablesMap().forEach((name, resource) -> all.put(name, secrets.read(resource)));
    }

    private Map<String, String> base() {
        return Map.of(
                "PATH", Optional.ofNullable(System.getenv("PATH")).orElse(USUAL_PATH),
                "HOME", Folders.make(folder.resolve("home")).toString(),
                "TMPDIR", Folders.make(folder.resolve("tmp")).toString(),
                "LANG", "C.UTF-8",
                "LC_ALL", "C.UTF-8");
    }

    private Map<String, String> ofBatch() {
        return Map.of(
                "BATCH_TASK_INDEX", Integer.toString(attempt.task()),
                "BATCH_TASK_COUNT", Long.toString(attempt.group().getTaskCount()),
                "BATCH_TASK_RETRY_ATTEMPT", Integer.toString(attempt.retry()),
                "BATCH_JOB_ID", JobName.parse(attempt.job().getName()).getJob(),
                "BATCH_JOB_UID", attempt.job().getUid(),
                "BATCH_HOSTS_FILE", hosts().toString());
    }

    /** One address a VM, all of this machine's loopback: it has the whole of 127.0.0.0/8. */
    private Path hosts() {
        String addresses = IntStream.range(0, Math.min(MOST_HOSTS, attempt.nodes()))
                .mapToObj(node -> "127.0.%d.%d\n".formatted(node / A_BLOCK, node % A_BLOCK + 1))
                .collect(Collectors.joining());
        try {
            return Files.writeString(folder.resolve("hosts"), addresses);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write into " + folder, e);
        }
    }
}
