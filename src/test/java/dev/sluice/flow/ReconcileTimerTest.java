package dev.sluice.flow;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.launch.LaunchRun;
import dev.sluice.launch.RunRequest;
import dev.sluice.run.RunKey;
import dev.sluice.run.RunState;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A service with a timer of its own, which nobody tells anything and nobody calls. */
@QuarkusTest
@TestProfile(ReconcileTimerTest.Often.class)
class ReconcileTimerTest extends ServiceFlow {
    public static final class Often implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("sluice.timers", "internal", "sluice.reconcile.every", "1s");
        }
    }

    @Inject
    LaunchRun launch;

    @Test
    void givenAJobOfWhichNoNoticeComesThenTheTimerSettlesIt() {
        var input = upload(ACME, "timer.txt", "straße");
        RunKey key = keyOf(ACME, input);
        given().contentType("application/json")
                .body("{\"service\": \"batch\", \"kind\": \"lost\", \"about\": \"" + key.id() + "\"}")
                .post(cloud.controls().resolve("/_local/faults"))
                .then()
                .statusCode(201);

        launch.launch(RunRequest.of(ACME, input));

        assertThat(awaitEnd(key).state()).isEqualTo(RunState.SUCCEEDED);
    }
}
