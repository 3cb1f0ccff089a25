package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.pubsub.v1.PubsubMessage;
import dev.sluice.ClientRef;
import dev.sluice.run.Run;
import dev.sluice.run.RunState;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** From a file to outputs and a message, over real ports with Google's clients. */
@QuarkusTest
class FileToMessageTest extends ServiceFlow {
    private static final ClientRef EVENTED_ACME = new ClientRef(LocalCloudResource.EVENTED, "acme");

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void givenAFileWhenItIsUploadedThenItsOutputsStatusAndMessageAreThere() {
        cloud.storage().notify(LocalCloudResource.EVENTED_BUCKET, service.resolve("/events/storage"));
        topics.listen(EVENTED_ACME);

        var input = upload(EVENTED_ACME, "2026/brief.txt", "straße");

        Run run = awaitEnd(keyOf(EVENTED_ACME, input));
        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        String outputs = "evented/acme/outputs/" + run.id();
        assertThat(text(LocalCloudResource.EVENTED_BUCKET, outputs + "/a1/result.txt"))
                .isEqualTo("STRASSE");
        PubsubMessage message = awaitMessages(EVENTED_ACME, 1).get(0);
        assertThat(message.getAttributesMap())
                .containsEntry("ce-id", run.id() + "-SUCCEEDED")
                .containsEntry("ce-type", "dev.sluice.run.succeeded")
                .containsEntry("client", "acme");
        assertThat(message.getData().toStringUtf8())
                .isEqualTo(text(LocalCloudResource.EVENTED_BUCKET, outputs + "/status.json"))
                .contains("\"uri\" : \"gs://evented-batch/" + outputs + "/a1/result.txt\"");
    }

    @Test
    void givenTheSameEventSixTimesAtOnceAndAgainAfterTheEndThenThereIsOneJobAndOneMessage() throws Exception {
        var input = upload(ACME, "six.txt", "six");
        HttpRequest event = new Events(service).finalized(input);

        List<CompletableFuture<HttpResponse<Void>>> answers = Stream.generate(
                        () -> http.sendAsync(event, BodyHandlers.discarding()))
                .limit(6)
                .toList();

        List<String> outcomes = new ArrayList<>();
        for (CompletableFuture<HttpResponse<Void>> answer : answers) {
            assertThat(answer.get().statusCode()).isEqualTo(204);
            outcomes.add(outcome(answer.get()));
        }
        assertThat(outcomes).containsOnlyOnce("created").containsOnly("created", "duplicate");
        Run run = awaitEnd(keyOf(ACME, input));
        assertThat(outcome(send(event))).isEqualTo("duplicate");
        assertThat(run.attempts()).hasSize(1);
        assertThat(awaitMessages(ACME, 1)).hasSize(1);
        assertThat(topics.look(ACME)).isEmpty();
    }

    @Test
    void givenOneObjectByThreeRoadsThenThereIsOneRunAndForANewGenerationASecond() throws Exception {
        var input = upload(ACME, "roads.txt", "roads");
        Events events = new Events(service);

        HttpResponse<Void> first = send(events.auditLog(input));
        HttpResponse<Void> second = send(events.notification(input));
        HttpResponse<Void> third = send(events.finalized(input));

        assertThat(outcome(first)).isEqualTo("created");
        assertThat(List.of(outcome(second), outcome(third))).containsOnly("duplicate");
        assertThat(List.of(run(second), run(third))).containsOnly(run(first));
        HttpResponse<Void> replaced = send(events.finalized(upload(ACME, "roads.txt", "roads again")));
        assertThat(outcome(replaced)).isEqualTo("created");
        assertThat(run(replaced)).isNotEqualTo(run(first));
        awaitMessages(ACME, 2);
    }

    @Test
    void givenAnObjectThatIsGoneThenItsAuditLogEntryIsIgnored() throws Exception {
        var input = upload(ACME, "gone.txt", "gone");
        storage.delete(com.google.cloud.storage.BlobId.of(
                input.name().bucket(), input.name().name()));

        assertThat(outcome(send(new Events(service).auditLog(input)))).isEqualTo("ignored");
    }

    @Test
    void givenATaskThatFailsThenTheMessageSaysWhyAndWhatToDo() throws Exception {
        var input = upload(ACME, "latin1.txt", "x");
        storage.create(
                com.google.cloud.storage.BlobInfo.newBuilder(
                                input.name().bucket(), input.name().name())
                        .build(),
                new byte[] {(byte) 0xe4});
        send(new Events(service).finalized(input));

        Run run = awaitEnd(keyOf(ACME, input));

        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(awaitMessages(ACME, 1).get(0).getData().toStringUtf8())
                .contains("\"kind\" : \"APP\"")
                .contains("\"exitCode\" : 2")
                .contains("\"replaced\" : true");
    }

    @Test
    void givenARawJobThenItRunsWithOurValues() throws Exception {
        var input = upload(INITECH, "data.jsonl", "{}");
        send(new Events(service).finalized(input));

        Run run = awaitEnd(keyOf(INITECH, input));

        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(names("demo-batch", run.outputPrefix())).contains(run.outputPrefix() + "a1/given.json");
    }

    private HttpResponse<Void> send(HttpRequest request) throws Exception {
        HttpResponse<Void> answer = http.send(request, BodyHandlers.discarding());
        assertThat(answer.statusCode()).isEqualTo(204);
        return answer;
    }

    private static String outcome(HttpResponse<Void> answer) {
        return answer.headers().firstValue("Sluice-Outcome").orElseThrow();
    }

    private static String run(HttpResponse<Void> answer) {
        return answer.headers().firstValue("Sluice-Run").orElseThrow();
    }
}
