package dev.sluice.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
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

    @Test
    void thePageListsTheSteps() {
        String rows = Stream.of(Scenario.values()).map(CrashTest::row).collect(Collectors.joining("\n"));
        Figures.tell("crash", "| scenario | steps |\n|---|---|\n" + rows);
        assertThat(Figures.last("crash")).contains(rows);
    }

    private static String row(Scenario scenario) {
        CrashWire undisturbed = CrashWire.recording();
        play(scenario, Order.POINTER_FIRST, undisturbed);
        List<String> steps = undisturbed.steps();
        return "| %s: %s | %s |"
                .formatted(
                        scenario,
                        scenario.words,
                        IntStream.rangeClosed(1, steps.size())
                                .mapToObj(number -> number + " " + steps.get(number - 1))
                                .collect(Collectors.joining(" · ")));
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
        return End.of(scenario, new Stage(outside.anew(), new LivesHere(wire, order)));
    }
}
