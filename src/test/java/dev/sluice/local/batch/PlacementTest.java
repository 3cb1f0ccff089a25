package dev.sluice.local.batch;

import static dev.sluice.local.batch.BatchAtWork.script;
import static dev.sluice.local.batch.BatchAtWork.sentences;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.cloud.batch.v1.AllocationPolicy;
import com.google.cloud.batch.v1.AllocationPolicy.Accelerator;
import com.google.cloud.batch.v1.AllocationPolicy.InstancePolicy;
import com.google.cloud.batch.v1.AllocationPolicy.InstancePolicyOrTemplate;
import com.google.cloud.batch.v1.AllocationPolicy.LocationPolicy;
import com.google.cloud.batch.v1.AllocationPolicy.ProvisioningModel;
import com.google.cloud.batch.v1.Job;
import com.google.cloud.batch.v1.JobStatus.InstanceStatus;
import com.google.cloud.batch.v1.JobStatus.State;
import com.google.cloud.batch.v1.StatusEvent;
import dev.sluice.local.fault.Fault;
import dev.sluice.local.fault.Fault.Service;
import dev.sluice.local.fault.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlacementTest {
    @TempDir
    Path folder;

    private BatchAtWork work;

    @BeforeEach
    void start() {
        work = new BatchAtWork(folder);
        work.conduct = work.conduct.waits(new LocalBatch.Waits(Duration.ofHours(1), Duration.ofHours(1)));
        work.start(LocalBatch.Delays.none());
    }

    @AfterEach
    void close() {
        work.close();
    }

    @Test
    void aJobWithoutCapacitySwingsSilentlyBetweenQueuedAndScheduledUntilThereIsSome() {
        work.faults.add(Fault.of(Service.BATCH, Kind.ZONE_EXHAUSTED).times(2));
        work.client.createJob(BatchAtWork.PARENT, script("true").build(), "swings");
        for (int swings = 1; swings <= 2; swings++) {
            int events = 3 * swings;
            await().until(() -> work.get("swings").getStatus().getStatusEventsCount() == events);
            assertThat(work.get("swings").getStatus().getState()).isEqualTo(State.QUEUED);
            assertThat(work.get("swings").getStatus().getTaskGroupsMap()).isEmpty();
            work.clock.advance(Duration.ofHours(1));
        }
        Job ended = work.ended("swings");
        String name = " for job projects/770252724889/locations/europe-west1/jobs/swings.";
        List<String> swing = List.of(
                "Job state is set from QUEUED to SCHEDULED" + name,
                "Job state is set from SCHEDULED to SCHEDULED_PENDING_QUEUED" + name,
                "Job state is set from SCHEDULED_PENDING_QUEUED to QUEUED" + name);
        assertThat(sentences(ended).subList(0, 3)).isEqualTo(swing);
        assertThat(sentences(ended).subList(3, 6)).isEqualTo(swing);
        assertThat(sentences(ended).subList(6, 9))
                .containsExactly(
                        "Job state is set from QUEUED to SCHEDULED" + name,
                        "Job state is set from SCHEDULED to RUNNING" + name,
                        "Job state is set from RUNNING to SUCCEEDED" + name);
        assertThat(ended.getStatus().getStatusEventsList())
                .extracting(StatusEvent::getType)
                .containsOnly("STATUS_CHANGED");
    }

    @Test
    void theNextAllowedZoneIsTriedWhenOneIsExhausted() {
        work.faults.add(Fault.of(Service.BATCH, Kind.ZONE_EXHAUSTED).about("europe-west1-b"));
        Job.Builder job = script("exit 1");
        assertThat(zone(work.run("region", job))).isEqualTo("europe-west1-c");
        job.setAllocationPolicy(AllocationPolicy.newBuilder()
                .setLocation(LocationPolicy.newBuilder()
                        .addAllowedLocations("zones/europe-west1-b")
                        .addAllowedLocations("zones/europe-west1-d")));
        assertThat(zone(work.run("zones", job))).isEqualTo("europe-west1-d");
    }

    @Test
    void aZoneThatIsFullMakesTheNextJobWaitUntilAVmIsFree() throws Exception {
        work.batch.fleet(
                new FleetConfig(Map.of("europe-west1-b", 1, "europe-west1-c", 0, "europe-west1-d", 0), Map.of()));
        work.client.createJob(BatchAtWork.PARENT, script("sleep 4242").build(), "has-it");
        work.reaches("has-it", State.RUNNING);
        work.client.createJob(BatchAtWork.PARENT, script("true").build(), "waits");
        await().until(() -> work.get("waits").getStatus().getStatusEventsCount() >= 3);
        assertThat(work.get("waits").getStatus().getState()).isEqualTo(State.QUEUED);

        work.client.cancelJobAsync(BatchAtWork.PARENT + "/jobs/has-it").get();
        assertThat(work.ended("waits").getStatus().getState()).isEqualTo(State.SUCCEEDED);
        assertThat(work.batch.state().toString()).contains("vms={}");
    }

    @Test
    void aJobGoesOnWithTheVmsItGets() {
        work.batch.fleet(
                new FleetConfig(Map.of("europe-west1-b", 1, "europe-west1-c", 1, "europe-west1-d", 0), Map.of()));
        Job.Builder job = script("true");
        job.getTaskGroupsBuilder(0).setTaskCount(6).setTaskCountPerNode(1);
        Job ended = work.run("fewer", job);
        assertThat(ended.getStatus().getTaskGroupsOrThrow("group0").getCountsMap())
                .isEqualTo(Map.of("SUCCEEDED", 6L));
    }

    @Test
    void aQuotaIsToldInGooglesWordsAndTheJobWaitsScheduledUntilItIsRaised() {
        work.batch.fleet(quota("NVIDIA_L4_GPUS", 0));
        Job.Builder job = machine("g2-standard-4", ProvisioningModel.STANDARD);
        work.client.createJob(BatchAtWork.PARENT, job.build(), "quota");
        Job waits =
                await().until(() -> work.get("quota"), got -> got.getStatus().getStatusEventsCount() == 2);
        assertThat(waits.getStatus().getState()).isEqualTo(State.SCHEDULED);
        StatusEvent told = waits.getStatus().getStatusEvents(1);
        assertThat(told.getType()).isEqualTo("OPERATIONAL_INFO");
        assertThat(told.getDescription())
                .matches(
                        "VM in Managed Instance Group meets error: Batch Error: code - CODE_GCE_QUOTA_EXCEEDED, description - error count is 1,"
                                + " latest message example: Instance 'quota-[0-9a-f-]+-group0-0-[0-9a-z]{4}' creation failed:"
                                + " Quota 'NVIDIA_L4_GPUS' exceeded\\.  Limit: 0\\.0 in region europe-west1\\.");

        work.batch.fleet(quota("NVIDIA_L4_GPUS", 1));
        assertThat(work.ended("quota").getStatus().getState()).isEqualTo(State.SUCCEEDED);
    }

    @Test
    void aQuotaFaultNamesItsMetricAndLimit() {
        work.faults.add(Fault.of(Service.BATCH, Kind.QUOTA_EXCEEDED)
                .times(1)
                .details(Map.of("metric", "GPUS_PER_GPU_FAMILY", "limit", "4")));
        work.client.createJob(BatchAtWork.PARENT, script("true").build(), "quota");
        await().until(() -> work.get("quota").getStatus().getStatusEventsCount() == 2);
        assertThat(sentences(work.get("quota")).get(1))
                .endsWith("Quota 'GPUS_PER_GPU_FAMILY' exceeded.  Limit: 4.0 in region europe-west1.");
        work.clock.advance(Duration.ofHours(1));
        assertThat(work.ended("quota").getStatus().getState()).isEqualTo(State.SUCCEEDED);
    }

    @Test
    void quotasCountVcpusByMachineTypeAndSpotApart() {
        work.batch.fleet(new FleetConfig(
                Map.of(), Map.of("europe-west1", Map.of("CPUS", 2L, "N2_CPUS", 3L, "PREEMPTIBLE_CPUS", 0L))));
        assertThat(work.run("n1", machine("n1-standard-2", ProvisioningModel.STANDARD))
                        .getStatus()
                        .getState())
                .isEqualTo(State.SUCCEEDED);
        for (String id : List.of("n1-standard-4", "n2-custom-4-8192")) {
            work.client.createJob(
                    BatchAtWork.PARENT, machine(id, ProvisioningModel.STANDARD).build(), id);
        }
        work.client.createJob(
                BatchAtWork.PARENT,
                machine("n1-standard-1", ProvisioningModel.SPOT).build(),
                "spot");
        assertThat(told("n1-standard-4")).contains("Quota 'CPUS' exceeded.  Limit: 2.0");
        assertThat(told("n2-custom-4-8192")).contains("Quota 'N2_CPUS' exceeded.  Limit: 3.0");
        assertThat(told("spot")).contains("Quota 'PREEMPTIBLE_CPUS' exceeded.  Limit: 0.0");
    }

    @Test
    void theStatusShowsTheInstancesThatWereGot() {
        Job.Builder job = machine("n1-standard-8", ProvisioningModel.SPOT);
        job.getAllocationPolicyBuilder()
                .getInstancesBuilder(0)
                .getPolicyBuilder()
                .addAccelerators(
                        Accelerator.newBuilder().setType("nvidia-tesla-t4").setCount(1))
                .setBootDisk(
                        AllocationPolicy.Disk.newBuilder().setImage("batch-cos").setSizeGb(50));
        job.getTaskGroupsBuilder(0).setTaskCount(20);
        InstanceStatus got =
                work.run("got", job).getStatus().getTaskGroupsOrThrow("group0").getInstances(0);
        assertThat(got.getMachineType()).isEqualTo("n1-standard-8");
        assertThat(got.getProvisioningModel()).isEqualTo(ProvisioningModel.SPOT);
        // 8 vCPUs, 2 for a task that says nothing
        assertThat(got.getTaskPack()).isEqualTo(4);
        assertThat(got.getBootDisk().getSizeGb()).isEqualTo(50);
        assertThat(got.getBootDisk().getImage()).isEqualTo("batch-cos");
    }

    private String told(String id) {
        Job job = await().until(() -> work.get(id), got -> got.getStatus().getStatusEventsCount() == 2);
        return sentences(job).get(1);
    }

    private static String zone(Job ended) {
        return sentences(ended).get(2).replaceFirst(".* on zones/([^/]+)/.*", "$1");
    }

    private static FleetConfig quota(String metric, long limit) {
        return new FleetConfig(Map.of(), Map.of("europe-west1", Map.of(metric, limit)));
    }

    private static Job.Builder machine(String type, ProvisioningModel model) {
        return script("true")
                .setAllocationPolicy(AllocationPolicy.newBuilder()
                        .addInstances(InstancePolicyOrTemplate.newBuilder()
                                .setPolicy(InstancePolicy.newBuilder()
                                        .setMachineType(type)
                                        .setProvisioningModel(model))));
    }
}
