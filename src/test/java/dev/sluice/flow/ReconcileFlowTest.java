package dev.sluice.flow;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;

import com.google.cloud.batch.v1.BatchServiceClient;
import com.google.cloud.batch.v1.JobStatus.State;
import dev.sluice.launch.LaunchRun;
import dev.sluice.launch.RunRequest;
import dev.sluice.run.Run;
import dev.sluice.run.RunKey;
import dev.sluice.run.RunState;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A pass asked for from outside, over real ports with Google's clients. */
@QuarkusTest
class ReconcileFlowTest extends ServiceFlow {
    @Inject
    BatchServiceClient batch;

    @Inject
    LaunchRun launch;

    @Test
    void givenAJobOfWhichNoNoticeComesThenOnePassSettlesItAndTheClientHears() {
        var input = upload(ACME, "quiet.txt", "straße");
        RunKey key = keyOf(ACME, input);
        String fault = given().contentType("application/json")
                .body("{\"service\": \"batch\", \"kind\": \"lost\", \"about\": \"" + key.id() + "\"}")
                .post(cloud.controls().resolve("/_local/faults"))
                .then()
                .extract()
                .path("id");
        Run run;
        try {
            launch.launch(RunRequest.of(ACME, input));
            run = ledger.find(key).orElseThrow().run();
            String job = run.job().name().toString();
            await("the end of " + job)
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> batch.getJob(job).getStatus().getState() == State.SUCCEEDED);
        } finally {
            given().delete(cloud.controls().resolve("/_local/faults/" + fault));
        }
        assertThat(ledger.find(key).orElseThrow().run().state()).isEqualTo(RunState.ACCEPTED);
        assertThat(topics.look(ACME)).isEmpty();

        given().post("/reconcile")
                .then()
                .statusCode(200)
                .contentType("application/json")
                .body("complete", equalTo(true))
                .body("runs.did.settled", greaterThanOrEqualTo(1))
                .body("runs.failed", equalTo(0));

        assertThat(ledger.find(key).orElseThrow().run().state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(ledger.isOpen(key)).isFalse();
        assertThat(awaitMessages(ACME, 1)).singleElement().satisfies(message -> assertThat(message.getAttributesMap())
                .containsEntry("ce-id", run.id() + "-SUCCEEDED"));
    }

    @Test
    void thePassIsAskedForByPostAlone() {
        given().get("/reconcile").then().statusCode(405);
    }
}
