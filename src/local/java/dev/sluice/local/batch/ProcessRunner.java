package dev.sluice.local.batch;

import com.google.cloud.batch.v1.LogsPolicy;
import com.google.cloud.batch.v1.Volume;
import dev.sluice.local.time.LocalClock;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/** Runs a task's attempt as processes of this machine: folder, volumes, log, runnables, and everything away again. */
record ProcessRunner(Images images, Secrets secrets, LocalBatch.Volumes volumes, Places places, LocalClock clock)
        implements TaskRunner {
    private static final Logger LOG = Logger.getLogger(ProcessRunner.class);
    private static final Duration GRACE = Duration.ofSeconds(2);

    static ProcessRunner of(LocalBatch.Options options, Places places) {
        return new ProcessRunner(
                new Images(options.images()),
                new Secrets(places.secrets()),
                options.volumes(),
                places,
                options.clock());
    }

    @Override
    public TaskEnd run(Attempt attempt) {
        String uid = attempt.job().getUid();
        TaskLog log = TaskLog.open(places.log(uid, attempt.task()), attempt);
        Path folder = Folders.make(places.work(uid).resolve("task-" + attempt.task()));
        TaskProcesses processes = TaskProcesses.ofTask(uid, attempt.task(), GRACE);
        try {
            Mounts mounts = mount(attempt);
            TaskEnd end = run(attempt, mounts, folder, processes, log);
            processes.endAll();
            keepLog(attempt, mounts, log);
            return end;
        } catch (TaskProblem e) {
            log.say(e.getMessage());
            return e.end();
        } finally {
            processes.endAll();
            tellVolumes(attempt);
            clear(folder);
        }
    }

    private static void clear(Path folder) {
        try {
            Folders.delete(folder);
        } catch (UncheckedIOException e) {
            LOG.warnf(e, "a task left something behind in %s", folder);
        }
    }

    private TaskEnd run(Attempt attempt, Mounts mounts, Path folder, TaskProcesses processes, TaskLog log) {
        TaskEnvironment environment = new TaskEnvironment(attempt, secrets, folder);
        Commands commands = new Commands(images, environment, mounts, folder);
        TaskEnd end = new TaskSteps(attempt, commands, processes, log, clock).run();
        log.say("exit code %d%s"
                .formatted(
                        end.exitCode(),
                        end.reason().map(reason -> ", " + reason).orElse("")));
        return end;
    }

    private Mounts mount(Attempt attempt) {
        Map<String, Path> folders = new HashMap<>();
        for (Volume volume : attempt.spec().getVolumesList()) {
            folders.put(volume.getMountPath(), folder(attempt, volume));
        }
        return new Mounts(folders);
    }

    /** A disk is an empty folder that the tasks of the job share. */
    private Path folder(Attempt attempt, Volume volume) {
        if (!volume.hasGcs()) {
            String disk = volume.getDeviceName().replaceAll("[^A-Za-z0-9_-]", "_");
            return Folders.make(places.work(attempt.job().getUid()).resolve("disk-" + disk));
        }
        try {
            return volumes.mount(volume.getGcs().getRemotePath());
        } catch (RuntimeException e) {
            throw TaskProblem.setting("volume gs://%s cannot be shown as a folder: %s"
                    .formatted(volume.getGcs().getRemotePath(), e.getMessage()));
        }
    }

    private void tellVolumes(Attempt attempt) {
        for (String remote : remotes(attempt)) {
            try {
                volumes.changed(remote);
            } catch (RuntimeException e) {
                LOG.errorf(
                        e,
                        "what %s wrote into gs://%s may not be seen",
                        attempt.job().getName(),
                        remote);
            }
        }
    }

    private static List<String> remotes(Attempt attempt) {
        return attempt.spec().getVolumesList().stream()
                .filter(Volume::hasGcs)
                .map(volume -> volume.getGcs().getRemotePath())
                .toList();
    }

    /** A logs path that is a folder, or ends as one, gets a file for each task; a path outside the volumes is left out. */
    private void keepLog(Attempt attempt, Mounts mounts, TaskLog log) {
        LogsPolicy policy = attempt.job().getLogsPolicy();
        if (policy.getDestination() != LogsPolicy.Destination.PATH) {
            return;
        }
        mounts.resolve(policy.getLogsPath()).ifPresent(path -> {
            boolean folder = policy.getLogsPath().endsWith("/") || Files.isDirectory(path);
            try {
                log.copyTo(folder ? path.resolve("task-" + attempt.task() + ".log") : path);
            } catch (UncheckedIOException e) {
                LOG.warnf(e, "no log at %s", path);
            }
        });
    }

    @Override
    public void sweep(String jobUid) {
        TaskProcesses.ofJob(jobUid, Duration.ZERO).endAll();
        clear(places.work(jobUid));
    }
}
