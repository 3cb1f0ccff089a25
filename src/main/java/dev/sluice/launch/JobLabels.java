package dev.sluice.launch;

import dev.sluice.ClientRef;
import dev.sluice.batch.BatchJobs;
import dev.sluice.batch.JobSnapshot;
import dev.sluice.run.RunId;
import dev.sluice.run.RunKey;
import java.util.Map;
import java.util.Optional;

/** How a job says whose it is: every job carries these labels, and a job without them is not ours. */
public record JobLabels(String deployment, RunKey run, String template, int attempt) {
    private static final String DEPLOYMENT = BatchJobs.DEPLOYMENT_LABEL;
    private static final String PRODUCT = "sluice-product";
    private static final String CLIENT = "sluice-client";
    private static final String TEMPLATE = "sluice-template";
    private static final String RUN = "sluice-run";
    private static final String ATTEMPT = "sluice-attempt";

    Map<String, String> asMap() {
        return Map.of(
                DEPLOYMENT, deployment,
                PRODUCT, run.client().product(),
                CLIENT, run.client().client(),
                TEMPLATE, template,
                RUN, run.id().value(),
                ATTEMPT, Integer.toString(attempt));
    }

    /** The run that a job was made for by this deployment; empty when its labels are not ours. */
    public static Optional<RunKey> runOf(JobSnapshot job, String deployment) {
        Map<String, String> labels = job.labels();
        if (!deployment.equals(labels.get(DEPLOYMENT))) {
            return Optional.empty();
        }
        return ClientRef.of(labels.getOrDefault(PRODUCT, ""), labels.getOrDefault(CLIENT, ""))
                .flatMap(client -> RunId.parse(labels.getOrDefault(RUN, "")).map(id -> new RunKey(client, id)));
    }

    /** The template that a job says it is of. */
    public static Optional<String> templateOf(JobSnapshot job) {
        return Optional.ofNullable(job.labels().get(TEMPLATE));
    }
}
