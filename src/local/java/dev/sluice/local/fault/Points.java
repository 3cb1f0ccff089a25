package dev.sluice.local.fault;

import com.google.cloud.batch.v1.BatchProto;
import com.google.cloud.location.LocationsProto;
import com.google.iam.v1.IamPolicyProto;
import com.google.longrunning.OperationsProto;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.pubsub.v1.PubsubProto;
import dev.sluice.local.fault.Fault.Service;
import dev.sluice.local.fault.Kind.Where;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where faults can strike, by service: a fault at a misspelt point would never strike, and a test would pass for nothing. */
final class Points {
    private static final Set<String> STORAGE_CALLS = Set.of(
            "buckets.delete",
            "buckets.get",
            "buckets.getIamPolicy",
            "buckets.getStorageLayout",
            "buckets.insert",
            "buckets.list",
            "buckets.patch",
            "buckets.setIamPolicy",
            "buckets.testIamPermissions",
            "buckets.update",
            "folders.list",
            "notifications.insert",
            "notifications.list",
            "objects.compose",
            "objects.copy",
            "objects.delete",
            "objects.get",
            "objects.insert",
            "objects.list",
            "objects.move",
            "objects.patch",
            "objects.restore",
            "objects.rewrite",
            "objects.update",
            "upload.cancel",
            "upload.chunk");

    private Points() {}

    /** @throws IllegalArgumentException that lists the points there are, where this is none */
    static void check(Service service, Kind kind, String at) {
        Set<String> known = of(service, kind.where());
        if (known.isEmpty() || !at.equals("*") && known.stream().noneMatch(at::equalsIgnoreCase)) {
            throw new IllegalArgumentException(
                    known.isEmpty()
                            ? "%s never strikes at %s".formatted(kind.word(), service.word())
                            : "%s of %s cannot strike at \"%s\"; it can at %s"
                                    .formatted(kind.word(), service.word(), at, String.join(", ", known)));
        }
    }

    private static Set<String> of(Service service, Where where) {
        return new TreeSet<>(
                switch (where) {
                    case CALL -> calls(service);
                    case DELIVERY -> deliveries(service);
                    case TASK -> service == Service.BATCH ? Set.of("task") : Set.<String>of();
                    case PLACEMENT -> service == Service.BATCH ? Set.of("placement") : Set.<String>of();
                });
    }

    private static Set<String> deliveries(Service service) {
        return switch (service) {
            case STORAGE -> Set.of("event");
            case PUBSUB -> Set.of("push", "pull");
            case BATCH -> Set.of("notification");
        };
    }

    private static Set<String> calls(Service service) {
        return switch (service) {
            case STORAGE -> STORAGE_CALLS;
            case PUBSUB -> methods(PubsubProto.getDescriptor(), IamPolicyProto.getDescriptor());
            case BATCH ->
                methods(BatchProto.getDescriptor(), OperationsProto.getDescriptor(), LocationsProto.getDescriptor());
        };
    }

    private static Set<String> methods(FileDescriptor... files) {
        return Stream.of(files)
                .flatMap(file -> file.getServices().stream())
                .flatMap(service -> service.getMethods().stream())
                .map(MethodDescriptor::getName)
                .collect(Collectors.toSet());
    }
}
