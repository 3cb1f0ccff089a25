package dev.sluice.gcp;

import com.google.cloud.batch.v1.Job;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.sluice.Golden;
import dev.sluice.batch.ContainerBody;
import dev.sluice.batch.JobSpec;
import dev.sluice.batch.Machine;
import dev.sluice.contract.JobSpecs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The whole job, as {@code gcloud batch jobs submit --config} would take it, against a file each. */
class BatchJobMapperTest {
    @Test
    void aContainerJob() {
        assertMaps("container.json", JobSpecs.container("container"));
    }

    @Test
    void aContainerJobWithAGpuInAnyZoneAndLogsInTheBucket() {
        ContainerBody body = new ContainerBody(
                "europe-docker.pkg.dev/demo/docker/spell-check:2",
                Optional.empty(),
                List.of("--in", "/mnt/disks/client/inputs/a.jsonl"),
                Map.of(),
                new Machine(
                        "g2-standard-4",
                        Optional.empty(),
                        Optional.of(16384L),
                        Optional.of(new Machine.Accelerator("nvidia-l4", 1)),
                        "batch-cos",
                        100,
                        "europe-west4",
                        List.of(),
                        false),
                Duration.ofMinutes(90),
                0,
                Optional.of("/mnt/disks/client/outputs/r/a1/logs"));
        assertMaps("gpu.json", JobSpecs.of("gpu", body));
    }

    @Test
    void aRawJobKeepsWhatItSaysAndGetsWhatIsOurs() throws IOException {
        String json = Files.readString(Path.of("src/test/resources/samples/batch/manual-job.json"));
        assertMaps("raw.json", JobSpecs.raw("raw", json));
    }

    @Test
    void aRawJobWithMountsAVariableAndPoliciesOfItsOwnKeepsThem() {
        String json =
                """
                {"taskGroups": [{"taskCount": "3", "taskSpec": {
                   "maxRetryCount": 2,
                   "maxRunDuration": "90s",
                   "lifecyclePolicies": [{"action": "RETRY_TASK", "actionCondition": {"exitCodes": [3]}}],
                   "environment": {"variables": {"OWN": "1", "SLUICE_CLIENT": "not-the-client"}},
                   "runnables": [
                     {"container": {"imageUri": "a", "volumes": ["/mnt/disks/client/inputs:/in:ro"]}},
                     {"script": {"text": "echo done"}}]}}],
                 "logsPolicy": {"destination": "PATH", "logsPath": "/mnt/disks/client/logs"}}
                """;
        assertMaps("raw-own.json", JobSpecs.raw("raw-own", json));
    }

    private static void assertMaps(String file, JobSpec spec) {
        Job job = BatchJobMapper.job(spec);
        try {
            Golden.assertMatches(
                    "batch/" + file, JsonFormat.printer().sortingMapKeys().print(job) + "\n");
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }
}
