package dev.sluice.flow;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.batch.v1.BatchServiceClient;
import com.google.cloud.batch.v1.Job;
import dev.sluice.run.FailureKind;
import dev.sluice.run.InputObject;
import dev.sluice.run.Run;
import dev.sluice.run.RunKey;
import dev.sluice.run.RunState;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The local cloud's accidents, met by the whole service over real ports. */
@QuarkusTest
class AccidentsFlowTest extends ServiceFlow {
    private static final int TRIES_OF_A_TASK = 4;

    private final HttpClient client = HttpClient.newHttpClient();

    @Inject
    BatchServiceClient batch;

    @AfterEach
    void noMoreAccidents() {
        given().delete(cloud.controls().resolve("/_local/faults"));
    }

    @Test
    void givenTwoPreemptedJobsThenTheThirdMakesTheRunSucceed() throws Exception {
        InputObject input = upload(ACME, "preempted.txt", "straße");
        RunKey key = keyOf(ACME, input);
        fault("""
                {"service": "batch", "kind": "preempted", "about": "%s", "times": %d}"""
                .formatted(key.id(), 2 * TRIES_OF_A_TASK));

        assertThat(send(input).statusCode()).isEqualTo(204);
        Run run = awaitEnd(key);

        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(run.attempts()).hasSize(3);
        assertThat(run.attempts().subList(0, 2))
                .allSatisfy(attempt ->
                        assertThat(attempt.end().orElseThrow().failure().kind()).isEqualTo(FailureKind.PREEMPTED));
        assertThat(names("demo-batch", run.outputPrefix(3))).anyMatch(name -> name.endsWith("result.txt"));
        JsonNode status = new ObjectMapper().readTree(text("demo-batch", run.outputPrefix() + "status.json"));
        assertThat(status.at("/attemptCounts/infrastructure").asInt()).isEqualTo(2);
        assertThat(status.at("/attemptCounts/own").asInt()).isEqualTo(1);
        assertThat(awaitMessages(ACME, 1)).hasSize(1);
    }

    @Test
    void givenAJobThatWasCreatedButAnsweredDeadlineExceededThenItIsAdopted() throws Exception {
        InputObject input = upload(ACME, "late-answer.txt", "straße");
        RunKey key = keyOf(ACME, input);
        fault(
                """
                {"service": "batch", "kind": "answer-lost", "at": "CreateJob", "code": "DEADLINE_EXCEEDED", "times": 1}""");

        assertThat(send(input).statusCode()).isEqualTo(503);
        HttpResponse<Void> again = send(input);
        Run run = awaitEnd(key);

        assertThat(again.statusCode()).isEqualTo(204);
        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(run.attempts()).hasSize(1);
        assertThat(jobsOf(key)).hasSize(1);
    }

    private List<Job> jobsOf(RunKey key) {
        return StreamSupport.stream(
                        batch.listJobs("projects/demo/locations/europe-west1")
                                .iterateAll()
                                .spliterator(),
                        false)
                .filter(job -> key.id().value().equals(job.getLabelsOrDefault("sluice-run", "")))
                .toList();
    }

    private void fault(String json) {
        given().contentType("application/json")
                .body(json)
                .post(cloud.controls().resolve("/_local/faults"))
                .then()
                .statusCode(201);
    }

    private HttpResponse<Void> send(InputObject input) throws Exception {
        return client.send(new Events(service).finalized(input), BodyHandlers.discarding());
    }
}
