package dev.sluice.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.message.RecordingPublisher.Published;
import dev.sluice.run.Run;
import dev.sluice.storage.ObjectName;
import java.nio.charset.StandardCharsets;

/** What is to be seen when a scenario has been played. */
record End(Picture picture, boolean died) {
    /** Plays it; nothing is owed to anybody then. */
    static End of(Scenario scenario, Stage stage) {
        scenario.play(stage);
        assertThat(stage.outside.pointers()).as("what is owed in the end").isEmpty();
        stage.outside.topics.published().forEach(published -> assertIsStatusJson(stage, published));
        return new End(Picture.of(stage.outside), stage.hasDied());
    }

    /** Whatever was sent, however often, is byte for byte what lies beside the outputs. */
    private static void assertIsStatusJson(Stage stage, Published published) {
        Run run = stage.outside.runs().stream()
                .filter(each -> published.message().id().startsWith(each.id().value()))
                .findFirst()
                .orElseThrow();
        ObjectName status = new ObjectName(run.bucket(), run.outputPrefix() + "status.json");
        assertThat(new String(stage.outside.store.read(status).orElseThrow().bytes(), StandardCharsets.UTF_8))
                .isEqualTo(new String(published.message().data(), StandardCharsets.UTF_8));
    }
}
