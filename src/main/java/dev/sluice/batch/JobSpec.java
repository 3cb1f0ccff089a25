package dev.sluice.batch;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A whole job, rendered: every value is final, so that the record of a run can create the same job again whatever the catalog
 * says by then.
 *
 * @param labels on the job and on its VMs
 * @param environment of every task, beside what a raw job sets itself
 * @param serviceAccount the jobs' identity, by e-mail
 * @param notificationTopic where Batch announces every change of the job's state: {@code projects/P/topics/T}
 */
@RegisterForReflection
public record JobSpec(
        JobName name,
        Map<String, String> labels,
        JobBody body,
        Map<String, String> environment,
        List<Mount> mounts,
        String serviceAccount,
        String notificationTopic) {
    public JobSpec {
        labels = Map.copyOf(labels);
        environment = Map.copyOf(environment);
        mounts = List.copyOf(mounts);
    }

    /** The same job on another machine; a raw job brings its machines itself and stays as it is. */
    public JobSpec onMachine(UnaryOperator<Machine> change) {
        JobBody changed =
                body.<JobBody>fold(container -> container.onMachine(change.apply(container.machine())), raw -> raw);
        return new JobSpec(name, labels, changed, environment, mounts, serviceAccount, notificationTopic);
    }

    /**
     * Part of a bucket, seen by the tasks as a folder.
     *
     * @param remotePath {@code BUCKET/PREFIX/}
     * @param mountPath absolute
     */
    @RegisterForReflection
    public record Mount(String remotePath, String mountPath) {}
}
