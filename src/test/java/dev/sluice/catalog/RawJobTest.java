package dev.sluice.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.batch.v1.Job;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RawJobTest {
    private static final Path RAW = Path.of("src/test/resources/catalog/raw");
    private final ObjectMapper json = new ObjectMapper();

    @TempDir
    Path root;

    @Test
    void aJobThatWasWrittenForGcloudLoadsAsItIsAndGetsTheTimeLimitOfTheGuardrails() throws Exception {
        RawJob job = job(new CatalogFolder().load(RAW), "mlops-template", "manual");

        ObjectNode expected = (ObjectNode) json.readTree(
                RAW.resolve("mlops-template/templates/manual-job.json").toFile());
        ((ObjectNode) expected.at("/taskGroups/0/taskSpec")).put("maxRunDuration", "21600s");
        assertThat(job.job()).isEqualTo(expected);
        assertThat(job.region()).isEqualTo("europe-west1");
        assertThat(job.file()).isEqualTo("manual-job.json");
    }

    @Test
    void placeholdersAreReplacedInCommandsAndVariablesAndNowhereElse() throws Exception {
        Catalog catalog = Folder.with(root)
                .template("raw", "job: raw.json\nparameters: { locale: { type: string, default: en } }\n")
                .file(
                        "shop/templates/raw.json",
                        """
                        {"task_groups": [{
                          "task_environments": [{"variables": {"each_task": "{input.uri}"}}],
                          "task_spec": {
                            "environment": {"variables": {"LOCALE": "{params.locale}"}},
                            "runnables": [
                              {"script": {"text": "echo ${client} {{x}}"}, "environment": {"variables": {"A": "{client}"}}},
                              {"container": {"image_uri": "x", "commands": ["--", "{input.path}", "{{}}"]}}]}}],
                         "labels": {"my_label": "a"}, "priority": null}
                        """)
                .load();
        RawJob job = job(catalog, "shop", "raw");

        Map<Placeholder, String> values = Map.of(
                Placeholder.INPUT_URI,
                "gs://b/{client}",
                Placeholder.INPUT_PATH,
                "/in/{{",
                Placeholder.CLIENT,
                "acme",
                Placeholder.parameter("locale"),
                "tr");
        JsonNode rendered = job.render(values);

        assertThat(rendered)
                .isEqualTo(
                        json.readTree(
                                """
                {"taskGroups": [{
                  "taskEnvironments": [{"variables": {"each_task": "gs://b/{client}"}}],
                  "taskSpec": {
                    "environment": {"variables": {"LOCALE": "tr"}},
                    "runnables": [
                      {"script": {"text": "echo ${client} {{x}}"}, "environment": {"variables": {"A": "acme"}}},
                      {"container": {"imageUri": "x", "commands": ["--", "/in/{{", "{}"]}}]}}],
                 "labels": {"my_label": "a"}}
                """));
        assertThat(job.render(values)).as("rendering changes nothing").isEqualTo(rendered);
        assertThat(job.region()).isEqualTo("europe-west1");
        assertThat(catalog.product("shop").orElseThrow().templates().get("raw").usesInputPath())
                .isTrue();
        JsonFormat.parser().merge(rendered.toString(), Job.newBuilder());
    }

    @Test
    void theServiceAccountOfEveryClientMayBeSaid() throws Exception {
        Folder folder = Folder.with(root)
                .template("raw", "job: raw.json\n")
                .file(
                        "shop/templates/raw.json",
                        """
                        {"taskGroups": [{"taskSpec": {"runnables": [{"barrier": {}}]}}],
                         "allocationPolicy": {"serviceAccount": {"email": "acme-jobs@demo.iam.gserviceaccount.com"}}}
                        """)
                .client("acme", "raw", "");
        assertThat(folder.load().warnings()).isEmpty();

        folder.client("globex", "raw", "");
        assertThat(BrokenFolder.messages(folder))
                .containsExactly(
                        "shop/templates/raw.json:2:51: `email` is `acme-jobs@demo.iam.gserviceaccount.com`, and the"
                                + " jobs of globex run as globex-jobs@demo.iam.gserviceaccount.com (shop/clients/globex.yaml:2);"
                                + " leave it out, Sluice sets each client's own");
    }

    private static RawJob job(Catalog catalog, String product, String template) throws IOException {
        return catalog.product(product)
                .orElseThrow()
                .templates()
                .get(template)
                .work()
                .fold(container -> null, raw -> raw);
    }
}
