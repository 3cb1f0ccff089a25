package dev.sluice.proof;

import dev.sluice.ClientRef;
import dev.sluice.TestCatalog;
import java.nio.file.Path;
import java.util.List;

/** The catalog of the simulations on the local cloud: jobs that leave nothing behind, since no process of theirs runs. */
final class EmulatorCatalog {
    static final String BUCKET = "demo-batch";
    static final List<String> REGIONS = List.of("europe-west1", "europe-west4");

    /** One that has attempts in two places, one that may have a single run open, and one whose successes somebody else is told of. */
    static final List<ClientRef> CLIENTS = List.of(
            new ClientRef("mlops-template", "acme"),
            new ClientRef("mlops-template", "narrow"),
            new ClientRef("mlops-template", "called"));

    private EmulatorCatalog() {}

    static Path in(Path folder) {
        TestCatalog catalog = TestCatalog.in(folder, "mlops-template", BUCKET);
        catalog.template("upper-case", template("upper-case", ""));
        catalog.client("acme", "upper-case");
        catalog.client("narrow", "upper-case", "limits: { maxOpenRuns: 1 }\n");
        catalog.template(
                "called-back", template("called", "callback: { url: \"https://import.example.com/batch\" }\n"));
        catalog.client("called", "called-back");
        return catalog.root();
    }

    private static String template(String image, String more) {
        return """
                container: { image: "europe-docker.pkg.dev/demo/docker/%s:1", command: ["{input.path}", "{output.path}"] }
                resources: { machineType: n1-standard-2, vcpus: 2, memory: 2GiB }
                placement:
                  - { region: europe-west1, zones: [europe-west1-b], provisioning: SPOT }
                  - { region: europe-west4 }
                queueLimit: 25m
                maxAttempts: 3
                trigger: { match: "**/*.txt" }
                %s"""
                .formatted(image, more);
    }
}
