package dev.sluice.local;

import java.net.URI;
import java.util.List;

/** The lines for a shell that point gcloud and Google's libraries at a local cloud. */
final class PointingLines {
    private PointingLines() {}

    static List<String> of(LocalCloud cloud) {
        URI storage = cloud.storage().endpoint();
        return List.of(
                "export CLOUDSDK_CORE_PROJECT=" + cloud.project(),
                "export CLOUDSDK_AUTH_DISABLE_CREDENTIALS=true CLOUDSDK_CORE_DISABLE_PROMPTS=1",
                "export CLOUDSDK_API_ENDPOINT_OVERRIDES_STORAGE=" + storage + "/storage/v1/",
                "export CLOUDSDK_API_ENDPOINT_OVERRIDES_BATCH=http://"
                        + cloud.batch().endpoint() + "/",
                "export CLOUDSDK_API_ENDPOINT_OVERRIDES_PUBSUB=http://"
                        + cloud.pubsub().endpoint() + "/",
                "export STORAGE_EMULATOR_HOST=" + storage,
                "export PUBSUB_EMULATOR_HOST=" + cloud.pubsub().endpoint() + " PUBSUB_PROJECT_ID=" + cloud.project(),
                "export SLUICE_LOCAL_BATCH=" + cloud.batch().endpoint(),
                "export SLUICE_LOCAL_CONTROL=" + cloud.controls() + "/_local");
    }
}
