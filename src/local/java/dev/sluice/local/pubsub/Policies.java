package dev.sluice.local.pubsub;

import com.google.iam.v1.GetIamPolicyRequest;
import com.google.iam.v1.Policy;
import com.google.iam.v1.SetIamPolicyRequest;
import com.google.iam.v1.TestIamPermissionsRequest;
import com.google.iam.v1.TestIamPermissionsResponse;
import com.google.protobuf.ByteString;
import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The IAM policies of topics, subscriptions and snapshots: kept and shown, but nobody is refused anything because of them. */
@Fidelity(
        what = "IAM policies of topics, subscriptions and snapshots: get, set (with etag), testIamPermissions",
        verified = {Verified.CLIENT, Verified.DOCUMENTED},
        by = {"PubSubPolicyTest", "gcloud-pubsub.sh"},
        simplified =
                "not enforced: everybody may do everything, and testIamPermissions grants all that is asked for; members and roles are not checked")
final class Policies {
    private static final Pattern RESOURCE = Pattern.compile("projects/[^/]+/(topics|subscriptions|snapshots)/[^/]+");

    private final Store store;

    Policies(Store store) {
        this.store = store;
    }

    Policy get(GetIamPolicyRequest request) {
        synchronized (store) {
            return tagged(store.policy(existing(request.getResource())));
        }
    }

    /** A policy with an etag takes the place only of the policy that has it. */
    Policy set(SetIamPolicyRequest request) {
        synchronized (store) {
            String resource = existing(request.getResource());
            Policy now = tagged(store.policy(resource));
            Policy wanted = request.getPolicy();
            if (!wanted.getEtag().isEmpty() && !wanted.getEtag().equals(now.getEtag())) {
                throw Refusals.aborted("There were concurrent policy changes. Please retry the whole"
                        + " read-modify-write with exponential backoff.");
            }
            Policy set = wanted.toBuilder().clearEtag().build();
            store.put(resource, set);
            store.commit();
            return tagged(set);
        }
    }

    TestIamPermissionsResponse test(TestIamPermissionsRequest request) {
        synchronized (store) {
            existing(request.getResource());
        }
        return TestIamPermissionsResponse.newBuilder()
                .addAllPermissions(request.getPermissionsList())
                .build();
    }

    private String existing(String resource) {
        Matcher matcher = RESOURCE.matcher(resource);
        if (!matcher.matches()) {
            throw Refusals.invalid("Invalid resource name given (resource=" + resource
                    + "). It must look like projects/PROJECT/topics/ID, projects/PROJECT/subscriptions/ID or"
                    + " projects/PROJECT/snapshots/ID.");
        }
        switch (matcher.group(1)) {
            case "topics" -> store.topic(TopicRef.parse(resource));
            case "subscriptions" -> store.feed(SubscriptionRef.parse(resource));
            default -> store.snapshot(SnapshotRef.parse(resource));
        }
        return resource;
    }

    /** The tag is made of the content, so that it needs no counter that outlives a restart. */
    private static Policy tagged(Policy policy) {
        return policy.toBuilder()
                .setEtag(ByteString.copyFromUtf8(
                        "p%08x".formatted(policy.toByteString().hashCode())))
                .build();
    }
}
