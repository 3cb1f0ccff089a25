package dev.sluice.flow;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.google.cloud.batch.v1.BatchServiceClient;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What strangers and accidents get as answers: never a job, never a redelivery, and a record where a person should look. */
@QuarkusTest
class DoorsTest extends ServiceFlow {
    @Inject
    BatchServiceClient batch;

    @Test
    void pingAnswersPong() {
        given().get("/ping").then().statusCode(200).body(equalTo("pong"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"live", "ready", "started"})
    void healthIsUp(String probe) {
        given().get("/q/health/" + probe).then().statusCode(200).body("status", equalTo("UP"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"product", "template", "client", "batch-job", "status-message"})
    void schemasAreServedAsTheyAreCheckedIn(String name) throws Exception {
        byte[] served = given().get("/schemas/" + name + ".schema.json")
                .then()
                .statusCode(200)
                .contentType("application/schema+json")
                .extract()
                .asByteArray();
        assertThat(served)
                .isEqualTo(Files.readAllBytes(Path.of("src/main/resources/schemas/" + name + ".schema.json")));
    }

    @Test
    void whatIsNoSchemaIsNotFound() {
        given().get("/schemas/none.schema.json").then().statusCode(404);
        given().get("/schemas/..%2Fapplication.properties").then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mlops-template/acme/outputs/20261121t073012-k3v7q2m5x4n6p5r2s4t6/a1/result.txt",
                "mlops-template/acme/readme.txt",
                "mlops-template/acme/inputs",
                "mlops-template/acme/inputs/",
                "mlops-template/acme/inputs/folder/",
                "letters.txt",
                "a/b/c/inputs/letters.txt"
            })
    void whatIsNobodysInputIsIgnoredWithoutARecord(String name) {
        List<String> before = ledgerNames();
        finalized("demo-batch", name).statusCode(204).header("Sluice-Outcome", "ignored");
        assertThat(ledgerNames()).isEqualTo(before);
    }

    @Test
    void anotherBucketsObjectIsIgnored() {
        finalized("somebody-elses", "mlops-template/acme/inputs/letters.txt")
                .statusCode(204)
                .header("Sluice-Outcome", "ignored");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mlops-template/nobody/inputs/letters.txt",
                "no-product/acme/inputs/letters.txt",
                "../acme/inputs/letters.txt",
                "evented/acme/inputs/letters.txt"
            })
    void anInputOfNoClientIsADeadLetterThatSaysSo(String name) {
        buried(() -> finalized("demo-batch", name), "the catalog has no client");
    }

    @Test
    void whatIsNoEventIsADeadLetter() {
        buried(() -> post("/events/storage", "not json"), "not a CloudEvent");
        buried(() -> post("/events/storage", "{\"a\": 1}"), "not a CloudEvent");
        buried(() -> post("/events/batch", "not json"), "names no job");
        buried(
                () -> post("/events/batch", "{\"message\": {\"attributes\": {}, \"messageId\": \"1\"}}"),
                "names no job");
    }

    @Test
    void aSubjectThatContradictsTheBodyIsADeadLetterWithTheBodyAsItCame() {
        String body = object("demo-batch", "mlops-template/acme/inputs/letters.txt");
        String letter = buried(
                () -> given().headers(finalizedHeaders())
                        .header("ce-source", "//storage.googleapis.com/projects/_/buckets/demo-batch")
                        .header("ce-subject", "objects/mlops-template/acme/inputs/other.txt")
                        .header("Authorization", "Bearer not-to-be-kept")
                        .contentType("application/json")
                        .body(body)
                        .post("/events/storage")
                        .then(),
                "contradicts");
        assertThat(letter)
                .contains(body.replace("\"", "\\\""))
                .contains("other.txt")
                .doesNotContain("not-to-be-kept");
    }

    @Test
    void foreignNoticesAreIgnored() {
        for (String job : List.of(
                "projects/another/locations/europe-west1/jobs/upper-case-20261121t073012-k3v7q2m5x4n6p5r2s4t6-a1",
                "projects/999/locations/europe-west1/jobs/upper-case-20261121t073012-k3v7q2m5x4n6p5r2s4t6-a1",
                "projects/demo/locations/asia-east1/jobs/upper-case-20261121t073012-k3v7q2m5x4n6p5r2s4t6-a1",
                "projects/demo/locations/europe-west1/jobs/nightly-report",
                "projects/demo/locations/europe-west1/jobs/upper-case-20261121t073012-k3v7q2m5x4n6p5r2s4t6-a1")) {
            post("/events/batch", notice(job)).statusCode(204).header("Sluice-Outcome", "ignored");
        }
    }

    @Test
    void aBodyOfSeventeenMebibytesIsTooLargeBeforeItIsSent() throws Exception {
        // the answer comes on the announcement alone; a client that goes on sending meets a closed connection
        assertThat(answerTo("Content-Length: " + 17 * 1024 * 1024, 0)).startsWith("HTTP/1.1 413 ");
    }

    @Test
    void aBodyOfUnknownLengthIsCutOffAboveSixteenMebibytes() throws Exception {
        assertThat(answerTo("Transfer-Encoding: chunked", 17)).startsWith("HTTP/1.1 413 ");
    }

    /** Sends the head of a request and so many chunks of 1 MiB, or as many as are taken; the answer's first line. */
    private String answerTo(String length, int chunks) throws IOException {
        try (Socket socket = new Socket(service.getHost(), service.getPort())) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(("POST /events/storage HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + length
                            + "\r\n\r\n")
                    .getBytes(US_ASCII));
            out.flush();
            try {
                for (int sent = 0; sent < chunks; sent++) {
                    out.write("100000\r\n".getBytes(US_ASCII));
                    out.write(new byte[1024 * 1024]);
                    out.write("\r\n".getBytes(US_ASCII));
                }
            } catch (SocketException closed) {
                // refused while it was still being sent: the answer is there to be read all the same
            }
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)).readLine();
        }
    }

    @Test
    void aBodyBelowTheLimitIsReadWhole() {
        String body = "{\"filler\": \"" + "x".repeat(15 * 1024 * 1024) + "\"}";
        String letter = buried(() -> post("/events/storage", body), "not a CloudEvent");
        assertThat(letter).hasSizeLessThan(300 * 1024).contains("\"size\" : " + body.length());
    }

    @Test
    void noneOfThisMakesAJob() {
        assertThat(batch.listJobs("projects/demo/locations/-").iterateAll())
                .allSatisfy(job -> assertThat(job.getLabelsMap()).containsKey("sluice-run"));
        assertThat(names("sluice-ledger", "runs/mlops-template/nobody/")).isEmpty();
    }

    private static ValidatableResponse finalized(String bucket, String name) {
        return given().headers(finalizedHeaders())
                .header("ce-source", "//storage.googleapis.com/projects/_/buckets/" + bucket)
                .contentType("application/json")
                .body(object(bucket, name))
                .post("/events/storage")
                .then();
    }

    private static ValidatableResponse post(String door, String body) {
        return given().contentType("application/json").body(body).post(door).then();
    }

    /** Does something that must leave one more dead letter; the letter. */
    private String buried(Supplier<ValidatableResponse> event, String why) {
        List<String> before = deadLetters();
        event.get().statusCode(204).header("Sluice-Outcome", "dead-letter");
        List<String> after = deadLetters();
        after.removeAll(before);
        assertThat(after).hasSize(1);
        String letter = text("sluice-ledger", after.get(0));
        assertThat(letter).contains(why);
        // the same again is the same letter
        event.get().statusCode(204);
        assertThat(deadLetters()).hasSize(before.size() + 1);
        return letter;
    }

    private List<String> deadLetters() {
        return names("sluice-ledger", "dead-letters/");
    }

    private List<String> ledgerNames() {
        return names("sluice-ledger", "");
    }

    private static String object(String bucket, String name) {
        return "{\"bucket\": \"%s\", \"name\": \"%s\", \"generation\": \"17\", \"size\": \"0\", \"timeCreated\": \"2026-11-21T07:30:12.345Z\"}"
                .formatted(bucket, name);
    }

    private static String notice(String job) {
        return "{\"message\": {\"attributes\": {\"Type\": \"JOB_STATE_CHANGED\", \"JobName\": \"" + job
                + "\", \"NewJobState\": \"SUCCEEDED\"}, \"messageId\": \"1\"}, \"subscription\": \"s\"}";
    }
}
