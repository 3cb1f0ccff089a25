package dev.sluice.local.batch;

import com.google.cloud.batch.v1.Job;
import com.google.cloud.batch.v1.JobName;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Where a job's VMs may be, https://cloud.google.com/compute/docs/regions-zones. */
final class Zones {
    private static final List<String> USUAL = List.of("a", "b", "c");
    private static final Map<String, List<String>> OTHERS = Map.of(
            "europe-west1", List.of("b", "c", "d"),
            "us-east1", List.of("b", "c", "d"),
            "us-central1", List.of("a", "b", "c", "f"));

    private Zones() {}

    /** In the order in which they are tried: as the job names them, a region for all of its zones. */
    static List<String> of(Job job) {
        List<String> allowed = job.getAllocationPolicy().getLocation().getAllowedLocationsList().stream()
                .flatMap(place -> place.startsWith("zones/")
                        ? Stream.of(place.substring("zones/".length()))
                        : in(place.substring("regions/".length())))
                .distinct()
                .toList();
        return allowed.isEmpty()
                ? in(JobName.parse(job.getName()).getLocation()).toList()
                : allowed;
    }

    static String region(String zone) {
        return zone.replaceFirst("-[a-z]$", "");
    }

    private static Stream<String> in(String region) {
        return OTHERS.getOrDefault(region, USUAL).stream().map(letter -> region + "-" + letter);
    }
}
