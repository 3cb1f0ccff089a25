package dev.sluice.local;

import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.Storage;
import dev.sluice.run.Output;
import dev.sluice.run.Run;
import dev.sluice.run.Transition;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;

/** What became of one file: timeline, outputs, message. */
final class DemoReport {
    private DemoReport() {}

    static void print(PrintStream out, Storage storage, DemoRun demoRun, Mailbox mailbox) {
        out.printf("%n%s/%s%n", demoRun.file().client().ref(), demoRun.file().name());
        out.printf("  run       %s%n", demoRun.key().id());
        demoRun.last().ifPresent(run -> printRun(out, storage, run));
        mailbox.about(demoRun.key())
                .forEach(message -> out.printf(
                        "  message   %s, id %s, on topic %s%n",
                        message.type(), message.id(), demoRun.key().client().topic()));
    }

    private static void printRun(PrintStream out, Storage storage, Run run) {
        run.lastAttempt()
                .ifPresent(
                        attempt -> out.printf("  job       %s%n", attempt.job().name()));
        out.printf("  timeline  %s%n", timeline(run));
        run.verdict().ifPresent(verdict -> {
            verdict.failure()
                    .ifPresent(failure -> out.printf(
                            "  failure   %s: %s%n            %s%n", failure.kind(), failure.reason(), failure.hint()));
            verdict.outputs().files().forEach(file -> printOutput(out, storage, file));
        });
    }

    private static String timeline(Run run) {
        Instant start = run.timeline().get(0).at();
        return run.timeline().stream()
                .map(step -> "%s +%.1f s".formatted(step.state(), sinceStart(start, step)))
                .collect(Collectors.joining(" · "));
    }

    private static double sinceStart(Instant start, Transition step) {
        return Duration.between(start, step.at()).toMillis() / 1000.0;
    }

    private static void printOutput(PrintStream out, Storage storage, Output file) {
        out.printf("  output    %s (%d bytes)%n", file.uri(), file.size());
        String text = new String(storage.readAllBytes(BlobId.fromGsUtilUri(file.uri())), StandardCharsets.UTF_8);
        text.lines().forEach(line -> out.println("            " + line));
    }
}
