package dev.sluice.message;

import static dev.sluice.World.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.sluice.Golden;
import dev.sluice.TestCatalog;
import dev.sluice.World;
import dev.sluice.batch.JobNotice;
import dev.sluice.batch.JobState;
import dev.sluice.batch.MemoryBatchJobs.Trouble;
import dev.sluice.run.FailureKind;
import dev.sluice.run.Run;
import dev.sluice.run.RunState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients are told is what {@code schemas/status-message.schema.json} promises them. */
class StatusMessageTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private World world;
    private JsonNode schema;

    @BeforeEach
    void aWorldWithoutRuns() throws IOException {
        TestCatalog.in(folder);
        world = new World(folder);
        try (InputStream in = StatusMessage.class.getResourceAsStream("/schemas/status-message.schema.json")) {
            schema = JSON.readTree(in);
        }
    }

    @Test
    void aSucceededRunIsToldWhole() throws IOException {
        Run run = launched();
        world.clock.forward(Duration.ofSeconds(90));
        world.notice(run, JobState.RUNNING);
        world.clock.forward(Duration.ofMillis(12_345));
        world.output(run, "result.txt");
        world.notice(run, JobState.SUCCEEDED);

        assertThat(problems(data())).isEmpty();
        Golden.assertMatches("message/succeeded.txt", whole(message()));
    }

    @Test
    void aFailedRunIsToldWhole() throws IOException {
        Run run = launched();
        world.clock.forward(Duration.ofSeconds(90));
        JobNotice notice = world.jobs.move(
                run.job().name(),
                JobState.FAILED,
                "Task state is updated from RUNNING to FAILED on zones/z/instances/i with exit code 1.",
                OptionalInt.of(1));
        world.settle.settle(notice);

        assertThat(problems(data())).isEmpty();
        Golden.assertMatches("message/failed.txt", whole(message()));
    }

    @Test
    void aCancelledRunFitsTheSchema() throws IOException {
        world.notice(launched(), JobState.CANCELLED);

        assertThat(problems(data())).isEmpty();
        assertThat(data().path("state").asText()).isEqualTo("CANCELLED");
    }

    @Test
    void aRejectedRunFitsTheSchema() throws IOException {
        world.launch(ACME, world.upload(ACME, "letters.pdf"));

        assertThat(problems(data())).isEmpty();
        assertThat(data().path("state").asText()).isEqualTo("REJECTED");
        assertThat(data().has("template")).isFalse();
    }

    @Test
    void aRunThatBatchRefusedFitsTheSchema() throws IOException {
        world.jobs.trouble(Trouble.INVALID);
        world.launch(ACME, world.upload(ACME, "letters.txt"));

        assertThat(problems(data())).isEmpty();
        assertThat(data().at("/failure/kind").asText()).isEqualTo("INTERNAL");
    }

    @Test
    void moreOutputsThanAMessageHoldsFitTheSchema() throws IOException {
        Run run = launched();
        world.output(run, "result.txt");
        for (int i = 0; i < 1000; i++) {
            world.output(run, "part-%04d".formatted(i));
        }
        world.notice(run, JobState.SUCCEEDED);

        assertThat(problems(data())).isEmpty();
        assertThat(data().at("/outputs").has("manifest")).isTrue();
    }

    @Test
    void theSchemaKnowsEveryTerminalStateAndEveryKindOfFailure() {
        assertThat(words("/properties/state/enum"))
                .containsExactlyElementsOf(Stream.of(RunState.values())
                        .filter(RunState::isTerminal)
                        .map(Enum::name)
                        .toList());
        assertThat(words("/properties/timeline/items/properties/state/enum"))
                .containsExactlyElementsOf(
                        Stream.of(RunState.values()).map(Enum::name).toList());
        assertThat(words("/definitions/failure/properties/kind/enum"))
                .containsExactlyElementsOf(
                        Stream.of(FailureKind.values()).map(Enum::name).toList());
    }

    private Run launched() {
        return world.run(world.launch(ACME, world.upload(ACME, "letters.txt")));
    }

    private StatusMessage message() {
        assertThat(world.topics.published()).hasSize(1);
        return world.topics.published().get(0).message();
    }

    private JsonNode data() throws IOException {
        return JSON.readTree(message().data());
    }

    private static String whole(StatusMessage message) {
        StringBuilder text = new StringBuilder();
        message.attributes()
                .forEach((name, value) ->
                        text.append(name).append(": ").append(value).append('\n'));
        return text.append('\n')
                .append(new String(message.data(), StandardCharsets.UTF_8))
                .append('\n')
                .toString();
    }

    /** Clients must bear unknown properties; we must not send any that the schema does not tell of. */
    private List<Error> problems(JsonNode data) {
        JsonNode closed = schema.deepCopy();
        close(closed);
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                .getSchema(closed)
                .validate(data);
    }

    private static void close(JsonNode node) {
        if (node.has("properties")) {
            ((ObjectNode) node).put("additionalProperties", false);
        }
        node.forEach(StatusMessageTest::close);
    }

    private List<String> words(String pointer) {
        return StreamSupport.stream(schema.at(pointer).spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
