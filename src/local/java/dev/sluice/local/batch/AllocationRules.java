package dev.sluice.local.batch;

import com.google.cloud.batch.v1.AllocationPolicy;
import com.google.cloud.batch.v1.AllocationPolicy.InstancePolicy;
import com.google.cloud.batch.v1.AllocationPolicy.ProvisioningModel;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What Batch refuses in the wish for machines, by the comments in job.proto. */
final class AllocationRules {
    private static final String POLICY = "job.allocation_policy";
    private static final String RESERVATION = POLICY + ".instances[0].policy.reservation";
    private static final String NO_RESERVATION = "NO_RESERVATION";
    private static final Pattern PLACE = Pattern.compile("regions/([a-z0-9-]+)|zones/([a-z0-9-]+)-[a-z]");

    private AllocationRules() {}

    static void check(AllocationPolicy allocation) {
        Rules.check(
                allocation.getInstancesCount() <= 1,
                POLICY + ".instances",
                "There are %d and must be at most one.",
                allocation.getInstancesCount());
        LabelRules.check(POLICY + ".labels", allocation.getLabelsMap());
        Set<String> regions = allocation.getLocation().getAllowedLocationsList().stream()
                .map(AllocationRules::region)
                .collect(Collectors.toCollection(TreeSet::new));
        // Google's own sentence, https://github.com/broadinstitute/cromwell/issues/7708
        Rules.check(
                regions.size() <= 1,
                POLICY,
                "all specified locations end up in more than one regions [%s].",
                String.join(" ", regions));
        allocation.getInstancesList().forEach(instances -> instances(instances.getPolicy()));
    }

    private static String region(String place) {
        Matcher matcher = PLACE.matcher(place);
        Rules.check(
                matcher.matches(),
                POLICY + ".location.allowed_locations",
                "\"%s\" is neither regions/REGION nor zones/ZONE.",
                place);
        return matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
    }

    private static void instances(InstancePolicy policy) {
        boolean reserved =
                !policy.getReservation().isEmpty() && !policy.getReservation().equals(NO_RESERVATION);
        switch (policy.getProvisioningModel()) {
            case SPOT, PREEMPTIBLE ->
                Rules.check(
                        !reserved,
                        RESERVATION,
                        "%s machines cannot be of a reservation.",
                        policy.getProvisioningModel());
            case RESERVATION_BOUND ->
                Rules.check(reserved, RESERVATION, "%s machines need one.", ProvisioningModel.RESERVATION_BOUND);
            case STANDARD, FLEX_START, PROVISIONING_MODEL_UNSPECIFIED -> {}
            case UNRECOGNIZED ->
                throw BatchError.field(
                        POLICY + ".instances[0].policy.provisioning_model",
                        "%d is none.".formatted(policy.getProvisioningModelValue()));
        }
        policy.getAcceleratorsList()
                .forEach(each -> Rules.range(
                        POLICY + ".instances[0].policy.accelerators.count", each.getCount(), 1, Long.MAX_VALUE));
    }
}
