package dev.sluice.local.batch;

import com.google.cloud.batch.v1.LocationName;
import com.google.cloud.location.GetLocationRequest;
import com.google.cloud.location.ListLocationsRequest;
import com.google.cloud.location.ListLocationsResponse;
import com.google.cloud.location.Location;
import com.google.cloud.location.LocationsProto;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import io.grpc.ServerServiceDefinition;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The regions that Batch has, https://cloud.google.com/batch/docs/locations, by {@code google.cloud.location.Locations}. */
@Fidelity(
        what = "locations: list and get",
        verified = Verified.DOCUMENTED,
        by = "BatchConformanceTest",
        simplified = "a fixed list of regions; jobs may be made in any location")
final class Locations {
    private static final List<String> REGIONS = List.of(
            "asia-east1",
            "asia-east2",
            "asia-northeast1",
            "asia-northeast3",
            "asia-south1",
            "asia-southeast1",
            "asia-southeast2",
            "australia-southeast1",
            "europe-central2",
            "europe-north1",
            "europe-southwest1",
            "europe-west1",
            "europe-west2",
            "europe-west3",
            "europe-west4",
            "europe-west6",
            "europe-west8",
            "europe-west9",
            "me-west1",
            "northamerica-northeast1",
            "northamerica-northeast2",
            "southamerica-east1",
            "us-central1",
            "us-east1",
            "us-east4",
            "us-east5",
            "us-south1",
            "us-west1",
            "us-west2",
            "us-west3",
            "us-west4");

    private static final Pattern PROJECT = Pattern.compile("projects/([^/]+)");

    private Locations() {}

    static ServiceDescriptor described() {
        return LocationsProto.getDescriptor().findServiceByName("Locations");
    }

    static ServerServiceDefinition service() {
        return new Unary(described().getFullName())
                .on(
                        "ListLocations",
                        ListLocationsRequest.getDefaultInstance(),
                        ListLocationsResponse.getDefaultInstance(),
                        Locations::list)
                .on(
                        "GetLocation",
                        GetLocationRequest.getDefaultInstance(),
                        Location.getDefaultInstance(),
                        Locations::get)
                .build();
    }

    private static ListLocationsResponse list(ListLocationsRequest request) {
        Matcher project = PROJECT.matcher(request.getName());
        Rules.check(project.matches(), "name", "\"%s\" is not of the form projects/PROJECT.", request.getName());
        Rules.check(request.getFilter().isEmpty(), "filter", "Locations are listed without a filter only.");
        return Page.cut(
                        REGIONS.stream(),
                        region -> region,
                        new Page.Request(request.getPageSize(), request.getPageToken(), request.getName()))
                .fold((shown, token) -> ListLocationsResponse.newBuilder()
                        .addAllLocations(shown.stream()
                                .map(region -> location(project.group(1), region))
                                .toList())
                        .setNextPageToken(token)
                        .build());
    }

    private static Location get(GetLocationRequest request) {
        LocationName name = Names.location(request.getName());
        if (!REGIONS.contains(name.getLocation())) {
            throw BatchError.notFound(request.getName());
        }
        return location(name.getProject(), name.getLocation());
    }

    private static Location location(String project, String region) {
        return Location.newBuilder()
                .setName("projects/%s/locations/%s".formatted(project, region))
                .setLocationId(region)
                .setDisplayName(region)
                .putLabels("cloud.googleapis.com/region", region)
                .build();
    }
}
