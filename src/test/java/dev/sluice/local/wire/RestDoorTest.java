package dev.sluice.local.wire;

import static dev.sluice.local.wire.Echo.JOBS;
import static dev.sluice.local.wire.Echo.PARENT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.cloud.batch.v1.AllocationPolicy.ProvisioningModel;
import com.google.cloud.batch.v1.CreateJobRequest;
import com.google.cloud.batch.v1.DeleteJobRequest;
import com.google.cloud.batch.v1.GetJobRequest;
import com.google.cloud.batch.v1.Job;
import com.google.cloud.batch.v1.ListJobsRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestDoorTest {
    private Echo echo;

    @BeforeAll
    void start() {
        echo = new Echo();
    }

    @AfterAll
    void close() {
        echo.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'taskGroups': [{'taskCount': '3', 'taskSpec': {'maxRunDuration': '60s', 'computeResource': {'cpuMilli': 500}}}], 'priority': 9, 'allocationPolicy': {'instances': [{'policy': {'provisioningModel': 'SPOT'}}]}}",
                "{'task_groups': [{'task_count': 3, 'task_spec': {'max_run_duration': '60s', 'compute_resource': {'cpu_milli': '500'}}}], 'priority': '9', 'allocation_policy': {'instances': [{'policy': {'provisioning_model': 2}}]}}",
                "{'taskGroups': [{'task_count': 3.0, 'taskSpec': {'maxRunDuration': '60.000s', 'computeResource': {'cpuMilli': 5e2}}}], 'priority': '9', 'allocationPolicy': {'instances': [{'policy': {'provisioningModel': 'SPOT'}}]}, 'labels': null}",
            })
    void jsonIsReadInEverySpelling(String json) {
        Job job = echo.made(json.replace('\'', '"'));
        assertThat(job.getPriority()).isEqualTo(9);
        assertThat(job.getTaskGroups(0).getTaskCount()).isEqualTo(3);
        assertThat(job.getTaskGroups(0).getTaskSpec().getMaxRunDuration().getSeconds())
                .isEqualTo(60);
        assertThat(job.getTaskGroups(0).getTaskSpec().getComputeResource().getCpuMilli())
                .isEqualTo(500);
        assertThat(job.getAllocationPolicy().getInstances(0).getPolicy().getProvisioningModel())
                .isEqualTo(ProvisioningModel.SPOT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?$alt=json;enum-encoding=int",
                "?%24alt=json%3Benum-encoding%3Dint",
                "?alt=json;enum-encoding=int",
                "?$alt=json%3benum-encoding=int&$.xgafv=2"
            })
    void enumsAreAnsweredAsNumbersWhenAskedSo(String query) throws Exception {
        assertThat(json(echo.get(JOBS + query)).at("/jobs/0/status/state").isInt())
                .isTrue();
        assertThat(json(echo.get(JOBS + "?alt=json")).at("/jobs/0/status/state").asText())
                .isEqualTo("RUNNING");
    }

    @Test
    void aLongIsAnsweredAsAString() throws Exception {
        assertThat(json(echo.get(JOBS + "/x")).get("priority").isTextual()).isTrue();
    }

    @Test
    void aQueryBindsToFieldsAndTheirFields() {
        echo.get(JOBS + "?page_size=7&pageToken=a%2Bb+c&filter=labels.%22user-id%22%3D%22%C3%BC%22&orderBy=name");
        assertThat(echo.heard.get())
                .isEqualTo(ListJobsRequest.newBuilder()
                        .setParent(PARENT.substring(4))
                        .setPageSize(7)
                        .setPageToken("a+b c")
                        .setFilter("labels.\"user-id\"=\"ü\"")
                        .setOrderBy("name")
                        .build());
        echo.post(JOBS + "?job.logsPolicy.logs_path=/x&job.logsPolicy.destination=PATH&requestId=r", "");
        CreateJobRequest created = (CreateJobRequest) echo.heard.get();
        assertThat(created.getJob().getLogsPolicy().getLogsPath()).isEqualTo("/x");
        assertThat(created.getJob().getLogsPolicy().getDestinationValue()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"allocationPolicy\": {\"instance\": 1}} | job.allocation_policy | Invalid JSON payload received. Unknown name \"instance\" at 'job.allocation_policy': Cannot find field.",
                "{\"taskGroups\": [{}, {\"x\": 1}]} | job.task_groups[1] | Invalid JSON payload received. Unknown name \"x\" at 'job.task_groups[1]': Cannot find field.",
                "{\"taskGroups\": [{\"taskCount\": \"many\"}]} | job.task_groups[0].task_count | Invalid value at 'job.task_groups[0].task_count' (TYPE_INT64), \"many\"",
                "{\"taskGroups\": [{\"taskCount\": 1.5}]} | job.task_groups[0].task_count | Invalid value at 'job.task_groups[0].task_count' (TYPE_INT64), 1.5",
                "{\"taskGroups\": [\"x\"]} | job.task_groups[0] | Invalid value at 'job.task_groups[0]' (type.googleapis.com/google.cloud.batch.v1.TaskGroup), \"x\"",
                "{\"logsPolicy\": {\"destination\": \"NOWHERE\"}} | job.logs_policy.destination | Invalid value at 'job.logs_policy.destination' (type.googleapis.com/google.cloud.batch.v1.LogsPolicy.Destination), \"NOWHERE\"",
                "{\"taskGroups\": [{\"taskSpec\": {\"maxRunDuration\": \"60\"}}]} | job.task_groups[0].task_spec.max_run_duration | Invalid value at 'job.task_groups[0].task_spec.max_run_duration' (type.googleapis.com/google.protobuf.Duration), Field 'max_run_duration', Illegal duration format; duration must end with 's'",
                "{\"priority\": [1]} | job | Invalid JSON payload received. Unknown name \"priority\" at 'job': Proto field is not repeating, cannot start list.",
                "{\"labels\": {\"a\": 1}} | job.labels[a] | Invalid value at 'job.labels[a]' (TYPE_STRING), 1",
                "[] | job | Invalid JSON payload received. Unknown name \"\" at 'job': Root element must be a message.",
            })
    void aBodyThatDoesNotFitIsToldInGooglesWordsWithItsPlace(String body, String field, String message)
            throws Exception {
        JsonNode error = json(echo.post(JOBS, body)).get("error");
        assertThat(error.get("code").asInt()).isEqualTo(400);
        assertThat(error.get("status").asText()).isEqualTo("INVALID_ARGUMENT");
        assertThat(error.get("message").asText()).isEqualTo(message);
        JsonNode details = error.at("/details/0");
        assertThat(details.get("@type").asText()).isEqualTo("type.googleapis.com/google.rpc.BadRequest");
        assertThat(details.at("/fieldViolations/0/field").asText()).isEqualTo(field);
        assertThat(details.at("/fieldViolations/0/description").asText()).isEqualTo(message);
    }

    @Test
    void everythingThatDoesNotFitIsToldAtOnce() throws Exception {
        JsonNode error = json(echo.post(JOBS, "{\"a\": 1, \"b\": 2}")).get("error");
        assertThat(error.get("message").asText().lines()).hasSize(2);
        assertThat(error.at("/details/0/fieldViolations")).hasSize(2);
    }

    @Test
    void jsonThatIsNoneIsShownWithItsPlace() throws Exception {
        assertThat(message(echo.post(JOBS, "{\"priority\": 1,\n  'labels': {}}")))
                .isEqualTo("Invalid JSON payload received. Unexpected token.\n  'labels': {}}\n  ^");
        assertThat(message(echo.post(JOBS, "{\"priority\": 1"))).startsWith("Invalid JSON payload received.");
        assertThat(message(echo.post(JOBS, "{} {}"))).startsWith("Invalid JSON payload received.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "?colour=red | Invalid JSON payload received. Unknown name \"colour\": Cannot bind query parameter. Field 'colour' could not be found in request message.",
                "?filter.x=1 | Invalid JSON payload received. Unknown name \"filter.x\": Cannot bind query parameter. Field 'filter.x' could not be found in request message.",
                "?pageSize=big | Invalid value at 'pageSize' (TYPE_INT32), \"big\"",
                "?alt=media | Invalid value for alt: \"media\". Served is json only.",
                "?alt=proto | Invalid value for alt: \"proto\". Served is json only.",
                "?fields=jobs(colour) | Invalid field selection colour",
                "?fields=jobs(name | Invalid field selection jobs(name",
            })
    void aQueryThatDoesNotFitIsRefused(String query, String message) throws Exception {
        HttpResponse<String> response = echo.get(JOBS + query);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(message(response)).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "nextPageToken | {\"nextPageToken\":\"more\"}",
                "jobs/name | {\"jobs\":[{\"name\":\"one\"}]}",
                "jobs.status.state,next_page_token | {\"jobs\":[{\"status\":{\"state\":\"RUNNING\"}}],\"nextPageToken\":\"more\"}",
                "jobs(uid,status/taskGroups/group0/counts) | {\"jobs\":[{\"uid\":\"u1\",\"status\":{\"taskGroups\":{\"group0\":{\"counts\":{\"RUNNING\":\"3\"}}}}}]}",
                "jobs/status/taskGroups/* | {\"jobs\":[{\"status\":{\"taskGroups\":{\"group0\":{\"counts\":{\"RUNNING\":\"3\"}}}}}]}",
                "jobs/name,jobs/uid | {\"jobs\":[{\"name\":\"one\",\"uid\":\"u1\"}]}",
            })
    void fieldsChooseAPartOfTheAnswer(String fields, String expected) {
        assertThat(echo.get(JOBS + "?prettyPrint=false&fields=" + fields).body().strip())
                .isEqualTo(expected);
    }

    @Test
    void prettyPrintIsTheUsual() {
        assertThat(echo.get(JOBS).body().lines().count()).isGreaterThan(5);
        assertThat(echo.get(JOBS + "?prettyPrint=false").body().lines()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  \n", "{}"})
    void anEmptyBodyIsAnEmptyMessage(String body) {
        assertThat(echo.post(JOBS + "/x:cancel", body).statusCode()).isEqualTo(200);
        assertThat(echo.made(body)).isEqualTo(Job.getDefaultInstance());
    }

    @Test
    void aZippedBodyIsUnzipped() throws Exception {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write("{\"priority\": 5}".getBytes(StandardCharsets.UTF_8));
        }
        HttpResponse<String> response = echo.send(echo.to(JOBS)
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(zipped.toByteArray())));
        assertThat(json(response).get("priority").asText()).isEqualTo("5");
        HttpResponse<String> broken =
                echo.send(echo.to(JOBS).header("Content-Encoding", "gzip").POST(BodyPublishers.ofString("{}")));
        assertThat(broken.statusCode()).isEqualTo(400);
        assertThat(message(broken)).contains("not gzip");
    }

    @Test
    void aBodyInChunksIsReadWhole() throws Exception {
        byte[] body =
                "{\"labels\": {\"a\": \"%s\"}}".formatted("x".repeat(100_000)).getBytes(StandardCharsets.UTF_8);
        HttpResponse<String> response =
                echo.send(echo.to(JOBS).POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));
        assertThat(json(response).at("/labels/a").asText()).hasSize(100_000);
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedAndTheNextRequestServed() throws Exception {
        HttpResponse<String> response = echo.send(echo.to(JOBS)
                .POST(BodyPublishers.ofByteArray("x".repeat((32 << 20) + 1).getBytes(StandardCharsets.US_ASCII))));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(message(response)).isEqualTo("Request payload size exceeds the limit: 33554432 bytes.");
        assertThat(echo.get(JOBS).statusCode()).isEqualTo(200);
    }

    @Test
    void headIsGetWithoutTheBody() {
        HttpResponse<String> response = echo.send(echo.to(JOBS + "/x").method("HEAD", BodyPublishers.noBody()));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEmpty();
        assertThat(echo.send(echo.to(JOBS + "/missing").method("HEAD", BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aHeaderCanSayTheMethodThatIsMeant() {
        HttpResponse<String> response = echo.send(echo.to(JOBS + "/x?reason=old")
                .header("X-HTTP-Method-Override", "DELETE")
                .POST(BodyPublishers.noBody()));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(echo.heard.get())
                .isEqualTo(DeleteJobRequest.newBuilder()
                        .setName(PARENT.substring(4) + "/jobs/x")
                        .setReason("old")
                        .build());
    }

    @Test
    void namesArePercentDecodedAndAPlusIsAPlus() {
        echo.get(JOBS + "/%C3%BC%20a+b%2Fc");
        assertThat(((GetJobRequest) echo.heard.get()).getName()).isEqualTo(PARENT.substring(4) + "/jobs/ü a+b/c");
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, /v1/projects/p/locations/l/jobs/x",
        "PATCH, /v1/projects/p/locations/l/jobs/x",
        "POST, /v1/projects/p/locations/l/jobs/x:start",
        "GET, /v1alpha/projects/p/locations/l/jobs/x",
        "GET, /v1beta/projects/p/locations/l/jobs",
        "GET, /v1/projects/p/locations/l/resourceAllowances",
        "GET, /v1",
        "GET, /favicon.ico",
    })
    void whatIsNoMethodIsNotFound(String verb, String path) throws Exception {
        HttpResponse<String> response = echo.send(echo.to(path).method(verb, BodyPublishers.noBody()));
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(message(response)).isEqualTo("There is no method at %s %s.".formatted(verb, path));
    }

    @Test
    void anErrorHasItsDetails() throws Exception {
        HttpResponse<String> response = echo.get(JOBS + "/missing");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json; charset=UTF-8");
        JsonNode error = json(response).get("error");
        assertThat(error.get("status").asText()).isEqualTo("NOT_FOUND");
        assertThat(error.get("message").asText()).isEqualTo("no \"such\" thing");
        assertThat(error.at("/details/0/@type").asText()).isEqualTo("type.googleapis.com/google.rpc.ErrorInfo");
        assertThat(error.at("/details/0/reason").asText()).isEqualTo("GONE");
    }

    @Test
    void aPackedMessageIsShownWithItsType() throws Exception {
        JsonNode operation = json(echo.post(JOBS + "/x:cancel", "{}"));
        assertThat(operation.at("/response/@type").asText()).isEqualTo("type.googleapis.com/google.cloud.batch.v1.Job");
        assertThat(operation.at("/response/uid").asText()).isEqualTo("packed");
    }

    private static String message(HttpResponse<String> response) throws Exception {
        return json(response).at("/error/message").asText();
    }

    private static JsonNode json(HttpResponse<String> response) throws Exception {
        return new JsonMapper().readTree(response.body());
    }
}
