package dev.sluice.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.message.RecordingPublisher.Published;
import dev.sluice.run.Run;
import dev.sluice.storage.ObjectName;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The service dies at each step of each scenario, in each way, and in the end nobody can tell. */
class CrashTest {
    @TempDir
    static Path folder;

    private static Outside outside;

    @BeforeAll
    static void aCatalog() {
        outside = Outside.with(ProofCatalog.in(folder));
    }

    @TestFactory
    Stream<DynamicTest> afterACrashAtAnyStepTheEndIsThatOfTheUndisturbedRun() {
        return Stream.of(Scenario.values())
                .flatMap(scenario -> Stream.of(Order.values()).flatMap(order -> crashes(scenario, order)));
    }

    private static Stream<DynamicTest> crashes(Scenario scenario, Order order) {
        CrashWire undisturbed = CrashWire.recording();
        Picture expected = play(scenario, order, undisturbed).picture();
        List<String> steps = undisturbed.steps();
        return Stream.iterate(1, step -> step <= steps.size(), step -> step + 1)
                .flatMap(step -> Stream.of(CrashWire.Mode.values())
                        .map(mode -> DynamicTest.dynamicTest(
                                "%s, %s, step %d (%s): dies %s"
                                        .formatted(scenario, order, step, steps.get(step - 1), mode.words),
                                () -> same(scenario, order, new CrashWire(step, mode, () -> {}), expected))));
    }

    private static void same(Scenario scenario, Order order, CrashWire wire, Picture expected) {
        End end = play(scenario, order, wire);

        assertThat(end.died()).as("whether it died").isEqualTo(wire.isOver());
        assertThat(end.picture()).isEqualTo(expected);
    }

    private static End play(Scenario scenario, Order order, CrashWire wire) {
        Stage stage = new Stage(outside.anew(), wire, order);
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

    private record End(Picture picture, boolean died) {}
}
