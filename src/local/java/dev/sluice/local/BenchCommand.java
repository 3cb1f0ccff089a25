package dev.sluice.local;

import dev.sluice.local.batch.LocalBatch.Conduct;
import dev.sluice.local.batch.LocalBatch.Delays;
import dev.sluice.local.batch.LocalBatch.Execution;
import dev.sluice.local.fault.Faults;
import dev.sluice.local.time.LocalClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "bench",
        description = "Measures the way of an event: distinct events against a Batch that answers at once.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The service runs in a process of its own, with Storage and Batch of the local cloud in this one. Each round sends",
            "as many events that were never seen before; the first round meets a cold JVM."
        })
final class BenchCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--events", defaultValue = "1000", description = "Events a round (default: ${DEFAULT-VALUE}).")
    private int events;

    @Option(names = "--concurrency", defaultValue = "16", description = "Events at once (default: ${DEFAULT-VALUE}).")
    private int concurrency;

    @Option(names = "--rounds", defaultValue = "5", description = "Rounds (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Override
    public Integer call() throws IOException, InterruptedException {
        requirePositive("--events", events);
        requirePositive("--concurrency", concurrency);
        requirePositive("--rounds", rounds);
        PrintWriter out = spec.commandLine().getOut();
        Path data = Home.find().data("bench");
        LocalCloud.Options options = new LocalCloud.Options(
                data,
                "demo",
                LocalCloud.Ports.free(),
                LocalClock.running(),
                Faults.none(),
                Home.find().config().images(),
                Delays.none(),
                Conduct.usual(),
                Execution.NOTHING);
        try (DataLock lock = DataLock.take(data);
                LocalCloud cloud = startEmpty(options)) {
            cloud.storage().createBucket("sluice-ledger");
            cloud.storage().createBucket(BenchEvents.BUCKET);
            try (BenchService service = BenchService.start(cloud)) {
                out.printf("process start to first 204: %d ms%n", service.startMillis());
                out.printf(
                        "%d events a round at concurrency %d, on %d processors, Java %s%n%n",
                        events, concurrency, Runtime.getRuntime().availableProcessors(), Runtime.version());
                out.println(BenchRound.HEAD);
                for (int round = 1; round <= rounds; round++) {
                    out.println(BenchRound.run(cloud, service, round, events, concurrency));
                    out.flush();
                }
                out.println();
                out.println("Two of the three calls are in a row: the record, then the pointer beside createJob.");
            }
        }
        return 0;
    }

    private static LocalCloud startEmpty(LocalCloud.Options options) throws IOException {
        Home.empty(options.data());
        return LocalCloud.start(options);
    }

    private void requirePositive(String option, int value) {
        if (value < 1) {
            throw new ParameterException(spec.commandLine(), "%s is %d, expected 1 or more".formatted(option, value));
        }
    }
}
