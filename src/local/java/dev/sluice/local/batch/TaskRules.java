package dev.sluice.local.batch;

import com.google.cloud.batch.v1.Environment;
import com.google.cloud.batch.v1.Runnable;
import com.google.cloud.batch.v1.TaskSpec;
import com.google.cloud.batch.v1.Volume;
import java.util.HashSet;
import java.util.Set;

/** What Batch refuses in a task's spec, by the comments in task.proto and volume.proto, and what this Batch cannot do. */
final class TaskRules {
    private static final String SPEC = "job.task_groups[0].task_spec.";
    private static final int MOST_RETRIES = 10;
    private static final int MOST_TOGETHER = 256;

    private TaskRules() {}

    /** @param parallelism 0 for the most */
    static void check(TaskSpec spec, long tasks, long parallelism) {
        Rules.check(spec.getRunnablesCount() > 0, SPEC + "runnables", "There must be at least one runnable.");
        for (int i = 0; i < spec.getRunnablesCount(); i++) {
            runnable(SPEC + "runnables[%d]".formatted(i), spec.getRunnables(i), tasks, parallelism);
        }
        Rules.range(SPEC + "max_retry_count", spec.getMaxRetryCount(), 0, MOST_RETRIES);
        Rules.duration(SPEC + "max_run_duration", spec.getMaxRunDuration());
        Rules.check(
                spec.getLifecyclePoliciesCount() <= 1,
                SPEC + "lifecycle_policies",
                "There are %d and must be at most one.",
                spec.getLifecyclePoliciesCount());
        spec.getLifecyclePoliciesList()
                .forEach(policy -> Rules.check(
                        policy.getActionValue() != 0, SPEC + "lifecycle_policies[0].action", "It is not set."));
        Rules.range(
                SPEC + "compute_resource.cpu_milli", spec.getComputeResource().getCpuMilli(), 0, Long.MAX_VALUE);
        Rules.range(
                SPEC + "compute_resource.memory_mib", spec.getComputeResource().getMemoryMib(), 0, Long.MAX_VALUE);
        environment(SPEC + "environment", spec.getEnvironment());
        Set<String> paths = new HashSet<>();
        spec.getVolumesList().forEach(volume -> volume(volume, paths));
    }

    private static void runnable(String field, Runnable runnable, long tasks, long parallelism) {
        Rules.duration(field + ".timeout", runnable.getTimeout());
        environment(field + ".environment", runnable.getEnvironment());
        LabelRules.check(field + ".labels", runnable.getLabelsMap());
        switch (runnable.getExecutableCase()) {
            case CONTAINER ->
                Rules.check(
                        !runnable.getContainer().getImageUri().isEmpty(),
                        field + ".container.image_uri",
                        "It is required.");
            case SCRIPT -> {
                boolean given = !runnable.getScript().getPath().isEmpty()
                        || !runnable.getScript().getText().isEmpty();
                Rules.check(given, field + ".script", "It needs a text or a path.");
            }
            case BARRIER -> {
                Rules.check(
                        !runnable.getBackground() && !runnable.getIgnoreExitStatus(),
                        field,
                        "A barrier cannot be in the background or have an exit status.");
                Rules.check(
                        parallelism == 0 || parallelism >= tasks,
                        field,
                        "A barrier waits for all tasks of the group, so task_groups[0].parallelism must be at least task_count, %d; it is %d.",
                        tasks,
                        parallelism);
                Rules.implemented(
                        tasks <= MOST_TOGETHER,
                        "%s: the local Batch runs at most %d tasks at once that wait for each other"
                                .formatted(field, MOST_TOGETHER));
            }
            case EXECUTABLE_NOT_SET ->
                throw BatchError.field(field, "It has none of container, script and barrier and must have one.");
        }
    }

    /** Whether a task that runs this has to wait for the others of its group. */
    static boolean waitsForOthers(TaskSpec spec) {
        return spec.getRunnablesList().stream().anyMatch(Runnable::hasBarrier);
    }

    static void environment(String field, Environment environment) {
        environment.getVariablesMap().keySet().forEach(name -> variable(field, name));
        environment.getSecretVariablesMap().keySet().forEach(name -> variable(field, name));
        environment.getSecretVariablesMap().values().forEach(resource -> Secrets.check(field, resource));
        Rules.implemented(
                !environment.hasEncryptedVariables(),
                "environment.encrypted_variables: the local Batch has no KMS; use secret_variables");
    }

    private static void variable(String field, String name) {
        Rules.check(
                !name.isEmpty() && name.indexOf('=') < 0 && name.indexOf('\0') < 0,
                field,
                "\"%s\" cannot be the name of a variable.",
                name);
    }

    private static void volume(Volume volume, Set<String> paths) {
        String field = SPEC + "volumes";
        String path = volume.getMountPath();
        Rules.check(path.matches("/.*[^/].*"), field, "mount_path \"%s\" is not an absolute path below /.", path);
        Rules.check(paths.add(path), field, "mount_path \"%s\" is there twice.", path);
        switch (volume.getSourceCase()) {
            case GCS ->
                Rules.check(
                        volume.getGcs().getRemotePath().matches("[^/].*"),
                        field,
                        "gcs.remote_path \"%s\" does not begin with a bucket's name.",
                        volume.getGcs().getRemotePath());
            case DEVICE_NAME -> {}
            case NFS -> throw BatchError.unimplemented("volumes: the local Batch has no NFS; use gcs or a disk");
            case SOURCE_NOT_SET ->
                throw BatchError.field(field, "\"%s\" has none of gcs, nfs and device_name.".formatted(path));
        }
    }
}
