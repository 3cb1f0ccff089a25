package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.ClientRef;
import dev.sluice.callback.HttpServer;
import dev.sluice.callback.HttpServer.Request;
import dev.sluice.run.Callback;
import dev.sluice.run.Run;
import dev.sluice.run.RunState;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** A job that succeeded on the local cloud, and somebody on the loopback who is told of it. */
@QuarkusTest
class CallbackFlowTest extends ServiceFlow {
    private static final ClientRef HOOLI = new ClientRef("mlops-template", "hooli");

    HttpServer importer;

    @ConfigProperty(name = "flow.key")
    String key;

    @ConfigProperty(name = "flow.above")
    Path above;

    @Test
    void givenAJobThatSucceedsThenItsCallbackIsMadeWithTheKeyThatTheJobHadToo() throws Exception {
        topics.listen(HOOLI);
        var input = upload(HOOLI, "rows.csv", "a,b");
        HttpClient.newHttpClient().send(new Events(service).finalized(input), BodyHandlers.discarding());

        Run run = awaitEnd(keyOf(HOOLI, input));
        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        await("the callback's end").atMost(Duration.ofSeconds(30)).until(() -> names("sluice-ledger", "callbacks/")
                .isEmpty());

        List<Request> requests = importer.requests();
        assertThat(requests).hasSize(2).allSatisfy(request -> assertThat(request.headers())
                .containsEntry("authorization", "Bearer " + key));
        assertThat(requests.get(0).line()).isEqualTo("POST /import/rows HTTP/1.1");
        assertThat(requests.get(0).body()).isEqualTo("from the job".getBytes(StandardCharsets.UTF_8));
        Request done = requests.get(1);
        assertThat(done.line()).isEqualTo("POST /import/done?from=sluice HTTP/1.1");
        assertThat(done.headers())
                .containsEntry("idempotency-key", run.id() + "-SUCCEEDED")
                .containsEntry("content-type", "application/json");
        assertThat(new String(done.body(), StandardCharsets.UTF_8))
                .isEqualTo(text("demo-batch", run.outputPrefix() + "status.json"));
        Callback.Tried tried = ledger.find(run.key())
                .flatMap(recorded -> recorded.run().callback())
                .flatMap(Callback::last)
                .orElseThrow();
        assertThat(tried.delivered()).isTrue();
        assertThat(tried.times()).isEqualTo(1);
        assertThat(filesWithTheKey()).containsExactly(cloud.secrets().resolve("IMPORT_KEY"));
    }

    /** Of all that the local cloud keeps: objects, records, messages, jobs as they were created, logs of tasks. */
    private List<Path> filesWithTheKey() throws IOException {
        try (Stream<Path> files = Files.walk(above)) {
            return files.filter(Files::isRegularFile).filter(this::holdsTheKey).toList();
        }
    }

    private boolean holdsTheKey(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
