package dev.sluice.local.gcs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import java.io.IOException;

/** Who may do what to a bucket: policies are kept and shown, and keep nobody out. */
final class AccessDoor {
    private final Buckets buckets;

    AccessDoor(Buckets buckets) {
        this.buckets = buckets;
    }

    @Fidelity(
            what = "IAM policies of buckets: get, set with an etag, bindings by gcloud",
            verified = {Verified.CLIENT, Verified.DOCUMENTED},
            by = {"LocalStorageBucketsTest", "gcloud-storage-commands.sh"},
            simplified = "policies are kept and shown but not enforced: everybody may do everything")
    Response policy(Request request) {
        return Response.json(shown(buckets.record(request.bucket())));
    }

    Response setPolicy(Request request) throws IOException {
        ObjectNode policy = request.json();
        return Response.json(shown(buckets.change(request.bucket(), bucket -> {
            boolean stale = Json.text(policy, "etag")
                    .filter(etag -> !etag.equals(bucket.policyEtag()))
                    .isPresent();
            if (stale) {
                throw Refusal.conditionNotMet();
            }
            return bucket.governedBy(policy);
        })));
    }

    private static ObjectNode shown(BucketRecord bucket) {
        return Json.object()
                .put("kind", "storage#policy")
                .put("resourceId", "projects/_/buckets/" + bucket.name())
                .put("version", 1)
                .put("etag", bucket.policyEtag())
                .setAll(bucket.policy());
    }

    /** Everybody may do everything here. */
    Response testPermissions(Request request) {
        buckets.record(request.bucket());
        ArrayNode permissions = Json.object().arrayNode();
        request.queries("permissions").forEach(permissions::add);
        return Response.json(
                Json.object().put("kind", "storage#testIamPermissionsResponse").set("permissions", permissions));
    }

    @Fidelity(
            what = "buckets are under uniform bucket-level access: access control lists are refused in Google's words",
            verified = {Verified.DOCUMENTED},
            by = {"LocalStorageBucketsTest"},
            simplified = "there is no other kind of bucket; predefinedAcl parameters are ignored")
    Response noLists(Request request) {
        buckets.record(request.bucket());
        throw Refusal.invalid("Cannot use ACL API to update bucket policy when uniform bucket-level access is enabled."
                + " Read more at https://cloud.google.com/storage/docs/uniform-bucket-level-access");
    }
}
