package dev.sluice.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.batch.ContainerBody;
import dev.sluice.batch.JobBody;
import dev.sluice.batch.JobName;
import dev.sluice.batch.JobSpec;
import dev.sluice.batch.Machine;
import dev.sluice.batch.RawBody;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whole jobs for tests, with good defaults. */
public final class JobSpecs {
    private JobSpecs() {}

    /** A container job with everything that an upper-case run has. */
    public static JobSpec container(String id) {
        return of(id, upperCase());
    }

    public static ContainerBody upperCase() {
        return new ContainerBody(
                "europe-docker.pkg.dev/demo/docker/upper-case:1",
                Optional.of("python3"),
                List.of("main.py", "--", "/mnt/disks/client/inputs/letters.txt"),
                Map.of("API_KEY", "projects/demo/secrets/api-key/versions/3"),
                machine(Optional.empty()),
                Duration.ofSeconds(300),
                3,
                Optional.empty());
    }

    public static Machine machine(Optional<Machine.Accelerator> accelerator) {
        return new Machine(
                "n1-standard-2",
                Optional.of(2000L),
                Optional.of(2048L),
                accelerator,
                "batch-cos",
                50,
                "europe-west1",
                List.of("europe-west1-b", "europe-west1-d"),
                true);
    }

    public static JobSpec raw(String id, String json) {
        try {
            return of(id, new RawBody(new ObjectMapper().readTree(json)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    public static JobSpec of(String id, JobBody body) {
        return new JobSpec(
                new JobName("demo", "europe-west1", id),
                Map.of("sluice-deployment", "sluice", "sluice-run", "20261121t073012-k3v7q2m5x4n6p5r2s4t6"),
                body,
                Map.of("LOG_LEVEL", "info", "SLUICE_CLIENT", "acme"),
                List.of(new JobSpec.Mount("demo-batch/mlops-template/acme/", "/mnt/disks/client")),
                "acme-jobs@demo.iam.gserviceaccount.com",
                "projects/demo/topics/sluice-batch-notifications");
    }
}
