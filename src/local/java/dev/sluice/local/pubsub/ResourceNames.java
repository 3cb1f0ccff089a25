package dev.sluice.local.pubsub;

import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Google's rules for resource names (source: cloud.google.com/pubsub/docs/pubsub-basics#resource_names). */
@Fidelity(
        what = "names: 3 to 255 characters, begin with a letter and not with goog",
        verified = {Verified.DOCUMENTED, Verified.EMULATOR},
        by = {"PubSubConformanceTest", "GooglePubSubEmulatorTest", "PubSubAdminTest"})
final class ResourceNames {
    private static final Pattern PROJECT = Pattern.compile("projects/([^/]+)");
    private static final Pattern NAME = Pattern.compile("projects/([^/]+)/([a-z]+)/([^/]+)");
    private static final Pattern ID = Pattern.compile("(?!goog)[A-Za-z][A-Za-z0-9\\-_.~+%]{2,254}");

    private ResourceNames() {}

    /** The project and the id in {@code projects/P/COLLECTION/ID}. */
    record Parts(String project, String id) {}

    /** @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT when the name breaks a rule */
    static Parts parse(String collection, String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()
                || !matcher.group(2).equals(collection)
                || !ID.matcher(matcher.group(3)).matches()) {
            throw Refusals.invalid(
                    "Invalid resource name given (name=" + name + "). It must look like projects/PROJECT/"
                            + collection
                            + "/ID, where ID has 3 to 255 characters, begins with a letter, does not begin with goog,"
                            + " and holds only letters, digits and - _ . ~ + %. Refer to"
                            + " https://cloud.google.com/pubsub/docs/pubsub-basics#resource_names for more information.");
        }
        return new Parts(matcher.group(1), matcher.group(3));
    }

    /** The prefix of all names of a kind in a project: {@code projects/P/topics/}. */
    static String prefix(String project, String collection) {
        if (!PROJECT.matcher(project).matches()) {
            throw Refusals.invalid(
                    "Invalid project name given (name=" + project + "). It must look like projects/PROJECT.");
        }
        return project + "/" + collection + "/";
    }
}
