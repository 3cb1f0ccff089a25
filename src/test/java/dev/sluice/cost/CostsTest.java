package dev.sluice.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.TestConfig;
import dev.sluice.batch.ContainerBody;
import dev.sluice.batch.JobSpec;
import dev.sluice.batch.Machine;
import dev.sluice.batch.Machine.Accelerator;
import dev.sluice.contract.JobSpecs;
import dev.sluice.run.Money;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Worked examples: each amount can be reckoned by hand from the table. */
class CostsTest {
    private final Costs costs = CostsOf.config(TestConfig.with(Path.of("unused")));

    @Test
    void oneTaskOnASpotMachine() {
        // 2 vCPU × 0.0145 + 7.5 GiB × 0.001944 + 50 GiB × 0.1 / 730 = 0.0504293 an hour, for 150 s + 300 s
        Quote quote = estimate(machine("n1-standard-2", "europe-west1", true, Optional.empty(), 50), 300);

        assertThat(quote.amount()).hasValue(usd("0.0064"));
        assertThat(quote.machine()).isEqualTo("n1-standard-2 SPOT in europe-west1");
        assertThat(quote.unknown()).isEmpty();
    }

    @Test
    void oneTaskOnAMachineOfTheListPrice() {
        // 2 × 0.02399337 + 8 × 0.00321609 + 30 × 0.1 / 730 = 0.07782505 an hour, for 750 s
        Quote quote = estimate(machine("e2-standard-2", "europe-west1", false, Optional.empty(), 30), 600);

        assertThat(quote.amount()).hasValue(usd("0.0163"));
    }

    @Test
    void aGpuBesideAMachineIsAddedAndOneOfTheMachinesOwnIsNot() {
        // 4 × 0.031611 + 15 × 0.004237 + 2 × 0.35 + 30 × 0.1 / 730 = 0.89410859 an hour, for 3750 s
        assertThat(estimate(machine("n1-standard-4", "us-central1", false, gpu("nvidia-tesla-t4", 2), 30), 3600)
                        .amount())
                .hasValue(usd("0.9314"));
        // 0.742916046 + 50 × 0.11 / 730 = 0.7504503 an hour, for 3750 s
        assertThat(estimate(machine("g2-standard-4", "europe-west4", false, gpu("nvidia-l4", 1), 50), 3600)
                        .amount())
                .hasValue(usd("0.7818"));
    }

    @Test
    void aHundredTasksTenAtATimeTwoOnAMachineRunTenTimesOnFiveMachines() {
        Quote quote =
                costs.estimate(raw(tasks("\"cpuMilli\": 2000, \"memoryMib\": 2000", "\"parallelism\": 10")), "USD");

        // 4 × 0.031611 + 16 × 0.004237 + 50 × 0.04 / 730 = 0.19697573 an hour, 5 machines, for 150 s + 10 × 3600 s
        assertThat(quote.amount()).hasValue(usd("9.8899"));
        assertThat(quote.machine()).isEqualTo("5 × n2-standard-4 in us-central1");
    }

    @Test
    void tasksPerMachineAreAsTheJobSaysOrByWhatATaskAsksFor() {
        assertThat(machines(tasks("\"cpuMilli\": \"1000\", \"memoryMib\": \"2000\"", "\"parallelism\": \"100\"")))
                .isEqualTo("25 × n2-standard-4 in us-central1");
        assertThat(machines(tasks("\"cpuMilli\": 1000, \"memoryMib\": 8192", "\"parallelism\": 100")))
                .isEqualTo("50 × n2-standard-4 in us-central1");
        assertThat(machines(tasks("", "\"parallelism\": 100")))
                .as("2 vCPUs and 2000 MiB a task where it does not say")
                .isEqualTo("50 × n2-standard-4 in us-central1");
        assertThat(machines(tasks("", "\"taskCountPerNode\": 10"))).isEqualTo("10 × n2-standard-4 in us-central1");
        assertThat(machines(tasks("\"cpuMilli\": 64000", "\"schedulingPolicy\": \"IN_ORDER\"")))
                .as("one after the other, on one machine however small")
                .isEqualTo("n2-standard-4 in us-central1");
    }

    @Test
    void aRawJobThatSaysLittleIsReckonedByBatchsDefaults() {
        // n1-standard-1 in europe-west1: 0.034773 + 3.75 × 0.004661 + 30 × 0.1 / 730 = 0.0563612 an hour, for 14 days
        // and 150 s
        Quote quote = costs.estimate(
                raw(
                        """
                        {"taskGroups": [{"taskSpec": {}}],
                         "allocationPolicy": {"instances": [{"policy": {"machineType": "n1-standard-1"}}]}}
                        """),
                "USD");

        assertThat(quote.amount()).hasValue(usd("18.9398"));
    }

    @Test
    void disksMadeForTheJobAreAddedAndOnesThatWereThereAreNot() {
        Quote quote = costs.estimate(
                raw(
                        """
                        {"taskGroups": [{"taskSpec": {"maxRunDuration": "3450.000s"}}],
                         "allocationPolicy": {"instances": [{"policy": {"machineType": "n1-standard-1",
                            "provisioningModel": "SPOT", "bootDisk": {"type": "pd-ssd", "sizeGb": "730"},
                            "disks": [{"newDisk": {"sizeGb": 730}}, {"existingDisk": "projects/p/disks/d"}]}}]}}
                        """),
                "USD");

        // 0.0145 + 3.75 × 0.001944 + 0.17 + 0.04 = 0.23179 for an hour
        assertThat(quote.amount()).hasValue(usd("0.2318"));
    }

    @Test
    void whatIsNotKnownIsNamedAndNeverNothing() {
        assertThat(estimate(machine("x9-big", "europe-west1", true, Optional.empty(), 50), 300))
                .isEqualTo(new Quote(
                        Optional.empty(),
                        "x9-big SPOT in europe-west1",
                        List.of("no price of x9-big SPOT in europe-west1")));
        assertThat(estimate(machine("n1-standard-4", "mars-north1", false, gpu("nvidia-x", 1), 50), 300)
                        .unknown())
                .containsExactly(
                        "no price of n1-standard-4 in mars-north1",
                        "no price of nvidia-x in mars-north1",
                        "no price of pd-balanced in mars-north1");
        assertThat(costs.estimate(JobSpecs.container("job"), "EUR"))
                .isEqualTo(new Quote(
                        Optional.empty(),
                        "n1-standard-2 SPOT in europe-west1",
                        List.of("the price table is in USD, not in EUR")));
        assertThat(costs.estimate(raw("{\"taskGroups\": [{}]}"), "USD").unknown())
                .containsExactly("the job names no machine type");
        assertThat(costs.estimate(
                                raw(
                                        """
                                        {"taskGroups": [{}], "allocationPolicy": {"instances": [{"policy":
                                          {"machineType": "n1-standard-1", "provisioningModel": "FLEX_START"}}]}}
                                        """),
                                "USD")
                        .unknown())
                .containsExactly(
                        "no price of n1-standard-1 in a provisioning model that has no list price in europe-west1");
    }

    @Test
    void anEndedJobIsPaidForAsLongAsItRan() {
        JobSpec job = JobSpecs.container("job");

        // 0.0504293 an hour, for 150 s + 30 s; rounded up
        assertThat(costs.actual(job, Duration.ofSeconds(30), "USD").amount()).hasValue(usd("0.0026"));
        assertThat(costs.actual(job, Duration.ZERO, "USD").amount()).hasValue(usd("0.0000"));
    }

    @Test
    void moreMemoryIsOnTheSameMachineOrTheNextOfItsKind() {
        Machine machine = machine("n2-standard-4", "europe-west1", false, Optional.empty(), 30);

        assertThat(costs.roomier(machine, 16 * 1024, Optional.of(4))).hasValue("n2-standard-4");
        assertThat(costs.roomier(machine, 16 * 1024 + 1, Optional.of(16))).hasValue("n2-standard-8");
        assertThat(costs.roomier(machine, 100 * 1024, Optional.empty())).hasValue("n2-standard-32");
        assertThat(costs.roomier(machine, 100 * 1024, Optional.of(16))).isEmpty();
        assertThat(costs.roomier(
                        machine("e2-micro", "europe-west1", false, Optional.empty(), 30), 1500, Optional.empty()))
                .hasValue("e2-small");
        assertThat(costs.roomier(
                        machine("n2-custom-4-8192", "europe-west1", false, Optional.empty(), 30), 1, Optional.empty()))
                .isEmpty();
        assertThat(costs.roomier(
                        machine("n1-standard-4", "us-central1", false, gpu("nvidia-tesla-t4", 1), 30),
                        20 * 1024,
                        Optional.empty()))
                .as("which sizes a GPU fits is not known")
                .isEmpty();
    }

    private String machines(String job) {
        return costs.estimate(raw(job), "USD").machine();
    }

    private static String tasks(String resources, String group) {
        return """
                {"taskGroups": [{"taskCount": 100, %s,
                   "taskSpec": {"computeResource": {%s}, "maxRunDuration": "3600s"}}],
                 "allocationPolicy": {"location": {"allowedLocations": ["regions/us-central1"]},
                   "instances": [{"policy": {"machineType": "n2-standard-4",
                      "bootDisk": {"type": "pd-standard", "sizeGb": 50}}}]}}
                """
                .formatted(group, resources);
    }

    private Quote estimate(Machine machine, long seconds) {
        ContainerBody like = JobSpecs.upperCase();
        ContainerBody body = new ContainerBody(
                like.image(),
                like.entrypoint(),
                like.command(),
                like.secretVariables(),
                machine,
                Duration.ofSeconds(seconds),
                like.retries(),
                like.logsPath());
        return costs.estimate(in(machine.region(), JobSpecs.of("job", body)), "USD");
    }

    private static JobSpec raw(String json) {
        return in(json.contains("us-central1") ? "us-central1" : "europe-west1", JobSpecs.raw("job", json));
    }

    private static JobSpec in(String region, JobSpec job) {
        return new JobSpec(
                new dev.sluice.batch.JobName("demo", region, "job"),
                job.labels(),
                job.body(),
                job.environment(),
                job.mounts(),
                job.serviceAccount(),
                job.notificationTopic());
    }

    private static Machine machine(String type, String region, boolean spot, Optional<Accelerator> gpu, long disk) {
        return new Machine(
                type, Optional.of(2000L), Optional.of(2048L), gpu, "batch-cos", disk, region, List.of(), spot);
    }

    private static Optional<Accelerator> gpu(String type, int count) {
        return Optional.of(new Accelerator(type, count));
    }

    private static Money usd(String amount) {
        return new Money(new java.math.BigDecimal(amount), "USD");
    }
}
