package dev.sluice.local;

import java.io.PrintStream;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;

/** Shows how runs go: in place on a terminal, a line a change elsewhere. */
final class Progress {
    private static final String UP = "\u001b[%dA";
    private static final String CLEAR_LINE = "\u001b[2K";

    private final PrintStream out;
    private final boolean terminal;
    private final Map<DemoRun, String> shown = new HashMap<>();

    Progress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    void show(List<DemoRun> runs) {
        boolean first = shown.isEmpty();
        List<DemoRun> changed =
                runs.stream().filter(run -> !run.state().equals(shown.get(run))).toList();
        changed.forEach(run -> shown.put(run, run.state()));
        if (!terminal) {
            changed.forEach(
                    run -> out.println("  " + LocalTime.now().truncatedTo(ChronoUnit.MILLIS) + "  " + line(run)));
        } else if (!changed.isEmpty()) {
            if (!first) {
                out.printf(UP, runs.size());
            }
            runs.forEach(run -> out.println(CLEAR_LINE + "  " + mark(run) + " " + line(run)));
        }
    }

    private static String line(DemoRun run) {
        return "%-8s %-20s %s"
                .formatted(run.file().client().ref().client(), run.file().name(), run.state());
    }

    private static String mark(DemoRun run) {
        return switch (run.state()) {
            case "SUCCEEDED" -> Ansi.ON.string("@|green ✓|@");
            case "FAILED", "CANCELLED", "REJECTED" -> Ansi.ON.string("@|red ✗|@");
            default -> Ansi.ON.string("@|yellow •|@");
        };
    }
}
