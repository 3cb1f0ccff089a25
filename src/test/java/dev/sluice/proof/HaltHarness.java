package dev.sluice.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The service as a process that halts at each step of each scenario, and another process that goes on: in the end nobody can tell. A
 * harness, not for CI: {@code src/test/harness/crash.sh}.
 */
public final class HaltHarness {
    private static final int AT_A_TIME = 2;

    /** What an undisturbed play in this process comes to, and its steps. */
    private record Expected(Picture picture, List<String> steps) {
        static Expected of(Scenario scenario, Outside outside) {
            CrashWire wire = CrashWire.recording();
            End end = End.of(scenario, new Stage(outside.anew(), new LivesHere(wire, Order.POINTER_FIRST)));
            return new Expected(end.picture(), wire.steps());
        }
    }

    private final Path folder;
    private final Path catalog;
    private final Outside outside;
    private final Map<Scenario, Expected> expected = new EnumMap<>(Scenario.class);
    private final AtomicInteger played = new AtomicInteger();

    private HaltHarness(Path folder) throws IOException {
        this.folder = folder;
        this.catalog = ProofCatalog.in(Files.createDirectory(folder.resolve("catalog")));
        this.outside = Outside.with(catalog);
        for (Scenario scenario : Scenario.values()) {
            expected.put(scenario, Expected.of(scenario, outside));
        }
    }

    /** Ends with 0 if nobody can tell, with 1 if somebody can, with 2 if it does not understand what is asked. */
    public static void main(String[] args) throws Exception {
        HaltHarness harness = new HaltHarness(Files.createTempDirectory("sluice-halt"));
        List<Halt> halts;
        try {
            halts = harness.asked(List.of(args));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        long begin = System.nanoTime();
        List<Halt> different = harness.play(halts);
        harness.report(List.of(args), halts, different, (System.nanoTime() - begin) / 1_000_000_000);
        System.exit(different.isEmpty() ? 0 : 1);
    }

    private List<Halt> asked(List<String> args) {
        String words = String.join(" ", args);
        if (words.equals("--all-modes")) {
            return every().toList();
        }
        List<Halt> halts = every().filter(halt -> args.isEmpty() ? halt.isInTurn() : words.equals(halt.toString()))
                .toList();
        if (halts.isEmpty()) {
            throw new IllegalArgumentException(
                    """
                    there is no %s; expected nothing, --all-modes, or SCENARIO STEP MODE, with
                    SCENARIO  one of %s
                    STEP      from 1 to as many as docs/reliability.md lists
                    MODE      one of %s"""
                            .formatted(words, List.of(Scenario.values()), Halt.MODES));
        }
        return halts;
    }

    private Stream<Halt> every() {
        return Stream.of(Scenario.values()).flatMap(scenario -> IntStream.rangeClosed(
                        1, expected.get(scenario).steps().size())
                .boxed()
                .flatMap(step -> Halt.MODES.stream().map(mode -> new Halt(scenario, step, mode))));
    }

    /** Those after which somebody could tell. */
    private List<Halt> play(List<Halt> halts) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
        List<Future<Optional<Halt>>> ends = new ArrayList<>();
        halts.forEach(halt -> ends.add(threads.submit(() -> told(halt, halts.size()))));
        List<Halt> different = new ArrayList<>();
        for (Future<Optional<Halt>> end : ends) {
            end.get().ifPresent(different::add);
        }
        threads.shutdown();
        return different;
    }

    private Optional<Halt> told(Halt halt, int of) throws IOException {
        String words = expected.get(halt.scenario()).steps().get(halt.step() - 1);
        Optional<String> difference = difference(halt);
        String line = "%4d of %d  %s, step %d (%s), dies %s: %s"
                .formatted(
                        played.incrementAndGet(),
                        of,
                        halt.scenario(),
                        halt.step(),
                        words,
                        halt.mode().words,
                        difference
                                .map(what -> "DIFFERENT; to repeat it: src/test/harness/crash.sh " + halt + "\n" + what)
                                .orElse("the same"));
        System.out.println(line);
        return difference.map(what -> halt);
    }

    /** What differs from the undisturbed play. */
    private Optional<String> difference(Halt halt) throws IOException {
        Path said = Files.createTempFile(folder, "said", ".log");
        try (LivesApart lives = new LivesApart(catalog, halt.step(), halt.mode(), said)) {
            End end = End.of(halt.scenario(), new Stage(outside.anew(), lives));
            Picture wanted = expected.get(halt.scenario()).picture();
            if (!end.died()) {
                return Optional.of("it did not die");
            }
            return end.picture().equals(wanted) ? Optional.empty() : Optional.of(lines(wanted, end.picture()));
        } catch (RuntimeException | AssertionError e) {
            return Optional.of(e + "\n" + Files.readString(said));
        }
    }

    /** What only one of them has. */
    private static String lines(Picture wanted, Picture found) {
        List<String> wantedLines = wanted.toString().lines().toList();
        List<String> foundLines = found.toString().lines().toList();
        return Stream.concat(
                        wantedLines.stream()
                                .filter(line -> !foundLines.contains(line))
                                .map(line -> "expected " + line),
                        foundLines.stream()
                                .filter(line -> !wantedLines.contains(line))
                                .map(line -> "found    " + line))
                .collect(Collectors.joining("\n"));
    }

    private void report(List<String> args, List<Halt> halts, List<Halt> different, long seconds) {
        String figures =
                """
                `src/test/harness/crash.sh%s`: each death is one of a process, by `Runtime.halt`, and another process goes on.

                | scenarios | steps | deaths | differences | seconds |
                |---|---|---|---|---|
                | %d | %d | %d | %d | %d |"""
                        .formatted(
                                args.isEmpty() ? "" : " " + String.join(" ", args),
                                halts.stream().map(Halt::scenario).distinct().count(),
                                halts.stream()
                                        .map(halt -> halt.scenario() + " " + halt.step())
                                        .distinct()
                                        .count(),
                                halts.size(),
                                different.size(),
                                seconds);
        if (halts.size() > 1) {
            Figures.tell("halt", figures);
        }
    }
}
