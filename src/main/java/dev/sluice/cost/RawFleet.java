package dev.sluice.cost;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.cost.Fleet.Bought;
import dev.sluice.cost.Fleet.Disk;
import dev.sluice.cost.Fleet.Gpu;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads Google's own JSON of a job, whose one task group and first instance policy are all that Batch takes. */
final class RawFleet {
    private static final long MIB_PER_GIB = 1024;

    private final JsonNode group;
    private final JsonNode task;
    private final JsonNode instance;
    private final JsonNode policy;
    private final String region;

    RawFleet(JsonNode job, String region) {
        this.group = job.path("taskGroups").path(0);
        this.task = group.path("taskSpec");
        this.instance = job.path("allocationPolicy").path("instances").path(0);
        this.policy = instance.path("policy");
        this.region = region;
    }

    Fleet fleet() {
        JsonNode needs = task.path("computeResource");
        int environments = group.path("taskEnvironments").size();
        long tasks =
                environments > 0 ? environments : number(group, "taskCount").orElse(1L);
        return new Fleet(
                text(policy, "machineType"),
                region,
                bought(),
                gpus(),
                disks(number(needs, "bootDiskMib").orElse(0L)),
                tasks,
                parallel(tasks),
                number(group, "taskCountPerNode"),
                number(needs, "cpuMilli").orElse(Fleet.DEFAULT_CPU_MILLI),
                number(needs, "memoryMib").orElse(Fleet.DEFAULT_MEMORY_MIB),
                text(task, "maxRunDuration").map(RawFleet::duration).orElse(Fleet.LONGEST));
    }

    private long parallel(long tasks) {
        return text(group, "schedulingPolicy").filter("IN_ORDER"::equals).isPresent()
                ? 1
                : number(group, "parallelism").orElse(Math.min(tasks, Fleet.MOST_PARALLEL));
    }

    private Bought bought() {
        String model = text(policy, "provisioningModel").orElse("STANDARD");
        return switch (model) {
            case "STANDARD", "PROVISIONING_MODEL_UNSPECIFIED" -> Bought.ON_DEMAND;
            case "SPOT", "PREEMPTIBLE" -> Bought.SPOT;
            default -> Bought.OTHERWISE;
        };
    }

    private List<Gpu> gpus() {
        List<Gpu> gpus = new ArrayList<>();
        for (JsonNode accelerator : policy.path("accelerators")) {
            gpus.add(new Gpu(
                    text(accelerator, "type").orElse("of no type"),
                    number(accelerator, "count").orElse(1L)));
        }
        return gpus;
    }

    /** The boot disk, and the disks made for the job; one that was there before costs what it cost before. */
    private List<Disk> disks(long extraMib) {
        JsonNode boot = policy.path("bootDisk");
        List<Disk> disks = new ArrayList<>();
        disks.add(new Disk(
                text(boot, "type").orElse(Fleet.DEFAULT_BOOT_DISK),
                number(boot, "sizeGb")
                        .orElse(Fleet.DEFAULT_BOOT_DISK_GIB + (extraMib + MIB_PER_GIB - 1) / MIB_PER_GIB)));
        for (JsonNode attached : policy.path("disks")) {
            JsonNode fresh = attached.path("newDisk");
            if (fresh.isObject()) {
                disks.add(new Disk(
                        text(fresh, "type").orElse(Fleet.DEFAULT_NEW_DISK),
                        number(fresh, "sizeGb").orElse(0L)));
            }
        }
        return disks;
    }

    private static Optional<String> text(JsonNode node, String key) {
        return Optional.of(node.path(key))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .filter(text -> !text.isEmpty());
    }

    /** 64-bit numbers are text or numbers in Google's JSON; 0 is the same as none. */
    private static Optional<Long> number(JsonNode node, String key) {
        return Optional.of(node.path(key)).map(value -> value.asLong(0)).filter(value -> value > 0);
    }

    /** Google's {@code 3.5s}; what is none was refused when the catalog was loaded. */
    private static Duration duration(String text) {
        BigDecimal seconds = new BigDecimal(text.replaceAll("s$", ""));
        return Duration.ofMillis(seconds.movePointRight(3).longValue());
    }
}
