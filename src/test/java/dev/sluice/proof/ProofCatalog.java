package dev.sluice.proof;

import dev.sluice.ClientRef;
import dev.sluice.TestCatalog;
import java.nio.file.Path;
import java.util.List;

/** The catalog of the simulations: two placements, few attempts, short patience. */
final class ProofCatalog {
    static final ClientRef ACME = new ClientRef("mlops-template", "acme");
    static final ClientRef GLOBEX = new ClientRef("mlops-template", "globex");

    /** May have one run open at a time. */
    static final ClientRef NARROW = new ClientRef("mlops-template", "narrow");

    /** Somebody else is told when a run of it succeeded. */
    static final ClientRef CALLED = new ClientRef("mlops-template", "called");

    static final List<ClientRef> CLIENTS = List.of(ACME, GLOBEX, NARROW, CALLED);

    private ProofCatalog() {}

    static Path in(Path folder) {
        TestCatalog catalog = TestCatalog.in(folder);
        catalog.template(
                "upper-case",
                """
                container:
                  image: europe-docker.pkg.dev/demo/docker/upper-case:1
                  command: [main.py, --, "{input.path}", "{output.path}/result.txt"]
                resources: { machineType: n1-standard-2, vcpus: 2, memory: 2GiB }
                placement:
                  - { region: europe-west1, zones: [europe-west1-b], provisioning: SPOT }
                  - { region: europe-west4 }
                queueLimit: 25m
                maxAttempts: 3
                outputs: { expect: ["result.txt"] }
                trigger: { match: "**/*.txt" }
                """);
        catalog.client("narrow", "upper-case", "limits: { maxOpenRuns: 1 }\n");
        catalog.template(
                "called-back",
                """
                container: { image: europe-docker.pkg.dev/demo/docker/called:1, command: ["{output.path}/result.txt"] }
                resources: { machineType: e2-standard-2 }
                placement: [{ region: europe-west1 }]
                queueLimit: 25m
                maxAttempts: 2
                outputs: { expect: ["result.txt"] }
                trigger: { match: "**/*.txt" }
                callback: { url: "https://import.example.com/batch" }
                """);
        catalog.client("called", "called-back");
        return catalog.root();
    }
}
