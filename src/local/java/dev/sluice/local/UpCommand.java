package dev.sluice.local;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "up",
        description = "Runs the service and the local cloud until Ctrl-C, and says how to reach them.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Data is kept between runs. Examples:",
            "  sluice up",
            "  sluice up --port 9000 --storage-port 9001 --pubsub-port 9002 --batch-port 9003"
        })
final class UpCommand implements Callable<Integer> {
    private static final LocalCloud.Ports USUAL = LocalCloud.Ports.usual();

    @Spec
    private CommandSpec spec;

    @Option(names = "--dir", description = "Folder of the data (default: .sluice/up in the project's folder).")
    private Optional<Path> dir = Optional.empty();

    @Option(names = "--port", defaultValue = "8080", description = "Port of the service (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(names = "--storage-port", description = "Port of Cloud Storage (default: 8083).")
    private int storagePort = USUAL.storage();

    @Option(names = "--batch-port", description = "Port of Batch (default: 8084).")
    private int batchPort = USUAL.batch();

    @Option(names = "--pubsub-port", description = "Port of Pub/Sub (default: 8085).")
    private int pubsubPort = USUAL.pubsub();

    @Option(names = "--control-port", description = "Port of the local cloud's controls (default: 8086).")
    private int controlPort = USUAL.control();

    @Override
    public Integer call() {
        Map<String, String> settings = Map.of(
                "quarkus.http.port", Integer.toString(port),
                "quarkus.log.level", "WARN",
                "quarkus.log.category.\"dev.sluice\".level", "INFO");
        Path data = dir.orElseGet(() -> Home.find().data("up"));
        try (DataLock lock = DataLock.take(data)) {
            return LocalService.run(
                    data,
                    new LocalCloud.Ports(storagePort, pubsubPort, batchPort, controlPort),
                    settings,
                    UpApplication.class,
                    spec.commandLine().getErr());
        }
    }
}
