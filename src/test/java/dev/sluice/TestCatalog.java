package dev.sluice;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small catalog in a folder, that tests change: a product with the clients acme (by path), globex (by URI) and initech (a raw job). */
public final class TestCatalog {
    private final Path root;
    private final String name;

    private TestCatalog(Path root, String name) {
        this.root = root;
        this.name = name;
    }

    /** Writes product mlops-template with the bucket demo-batch. */
    public static TestCatalog in(Path root) {
        return in(root, "mlops-template", "demo-batch");
    }

    /** Writes a product with a bucket. */
    public static TestCatalog in(Path root, String name, String bucket) {
        TestCatalog catalog = new TestCatalog(root, name);
        catalog.product("bucket: " + bucket + "\n");
        catalog.template(
                "upper-case",
                """
                container:
                  image: europe-docker.pkg.dev/demo/docker/upper-case:1
                  entrypoint: python3
                  command: [main.py, --locale, "{params.locale}", --, "{input.path}", "{output.path}/result.txt"]
                parameters:
                  locale: { type: string, default: en, pattern: "^[a-z]{2}$" }
                environment: { LOG_LEVEL: info }
                resources: { machineType: n1-standard-2, vcpus: 2, memory: 2GiB }
                placement:
                  - { region: europe-west1, zones: [europe-west1-b, europe-west1-d], provisioning: SPOT }
                timeLimit: 300s
                retries: 3
                outputs: { expect: ["result.txt"] }
                trigger: { match: "**/*.txt" }
                """);
        catalog.template(
                "by-uri",
                """
                container:
                  image: europe-docker.pkg.dev/demo/docker/by-uri:1
                  command: ["{input.uri}", "{output.uri}"]
                resources: { machineType: e2-standard-2 }
                placement: [{ region: europe-west1, provisioning: STANDARD }]
                timeLimit: 10m
                trigger: { match: "**" }
                """);
        catalog.file(
                "templates/manual-job.json",
                """
                {"taskGroups": [{"taskSpec": {"runnables": [{"container": {
                    "imageUri": "europe-docker.pkg.dev/demo/docker/raw:1",
                    "commands": ["main.py", "{input.uri}", "{output.path}"]}}]}, "taskCount": 1}],
                 "allocationPolicy": {"location": {"allowedLocations": ["zones/europe-west1-b"]}}}
                """);
        catalog.template("manual", "job: manual-job.json\ntrigger: { match: \"**\" }\n");
        catalog.client("acme", "upper-case");
        catalog.client("globex", "by-uri");
        catalog.client("initech", "manual");
        return catalog;
    }

    public Path root() {
        return root;
    }

    public void product(String yaml) {
        file("product.yaml", yaml);
    }

    public void template(String name, String yaml) {
        file("templates/" + name + ".yaml", yaml);
    }

    /** Somebody takes a template away. */
    public void remove(String template) {
        try {
            Files.delete(root.resolve(name).resolve("templates/" + template + ".yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void client(String name, String template) {
        client(name, template, "");
    }

    /** @param more lines of YAML for the client's file */
    public void client(String name, String template, String more) {
        file(
                "clients/" + name + ".yaml",
                "templates: [%s]\njobServiceAccount: %s-jobs@demo.iam.gserviceaccount.com\n%s"
                        .formatted(template, name, more));
    }

    private void file(String place, String text) {
        Path file = root.resolve(name).resolve(place);
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
