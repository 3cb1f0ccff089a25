package dev.sluice.local.batch;

import com.google.cloud.batch.v1.Job;
import java.util.Comparator;
import java.util.function.Function;

/** The orders in which jobs can be listed; the usual one, which Google does not tell, is here by name. */
record JobOrder(Function<Job, String> by, Comparator<String> keys) {

    static JobOrder parse(String orderBy) {
        return switch (orderBy.strip().replaceAll("\\s+", " ")) {
            case "", "name", "name asc" -> new JobOrder(Job::getName, Comparator.naturalOrder());
            case "name desc" -> new JobOrder(Job::getName, Comparator.reverseOrder());
            case "create_time", "create_time asc" -> new JobOrder(JobOrder::created, Comparator.naturalOrder());
            case "create_time desc" -> new JobOrder(JobOrder::created, Comparator.reverseOrder());
            default ->
                throw BatchError.field(
                        "order_by",
                        "\"%s\": understood are name, name desc, create_time and create_time desc.".formatted(orderBy));
        };
    }

    String key(Job job) {
        return by.apply(job);
    }

    Comparator<Job> jobs() {
        return Comparator.comparing(by, keys);
    }

    /** The name makes it unique. */
    private static String created(Job job) {
        return "%020d.%09d %s"
                .formatted(job.getCreateTime().getSeconds(), job.getCreateTime().getNanos(), job.getName());
    }
}
