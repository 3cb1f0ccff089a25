package dev.sluice.local;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "cloud",
        description = "Runs Cloud Storage, Pub/Sub and Batch on this machine until Ctrl-C, without the service.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "What it prints can be read by a shell: it points gcloud and Google's libraries here. Data is kept between runs.",
            "Examples:",
            "  sluice cloud",
            "  sluice cloud --dir /tmp/cloud --project my-project --seed testdata/buckets",
            "  sluice cloud --storage-port 0 --batch-port 0 --pubsub-port 0 --control-port 0 --write-env cloud.env &",
            "  curl -d '{\"service\":\"batch\",\"kind\":\"preempted\",\"times\":1}' http://127.0.0.1:8086/_local/faults"
        })
final class CloudCommand implements Callable<Integer> {
    private static final LocalCloud.Ports USUAL = LocalCloud.Ports.usual();

    @Spec
    private CommandSpec spec;

    @Option(names = "--dir", description = "Folder of the data (default: .sluice/cloud in the project's folder).")
    private Optional<Path> dir = Optional.empty();

    @Option(names = "--project", defaultValue = "demo", description = "Project id (default: ${DEFAULT-VALUE}).")
    private String project;

    @Option(
            names = "--seed",
            description = "Folder to load: its folders are buckets, files below them objects. What is there stays.")
    private Optional<Path> seed = Optional.empty();

    @Option(
            names = "--config",
            description =
                    "YAML file of images, delays, fleet and faults (default: deployment/local.yaml in the project's folder, if there).")
    private Optional<Path> config = Optional.empty();

    @Option(names = "--write-env", description = "File that gets the export lines as soon as everything can be used.")
    private Optional<Path> env = Optional.empty();

    @Option(names = "--storage-port", description = "Port of Cloud Storage (default: 8083; 0 picks one).")
    private int storagePort = USUAL.storage();

    @Option(names = "--batch-port", description = "Port of Batch, gRPC and REST (default: 8084; 0 picks one).")
    private int batchPort = USUAL.batch();

    @Option(names = "--pubsub-port", description = "Port of Pub/Sub, gRPC and REST (default: 8085; 0 picks one).")
    private int pubsubPort = USUAL.pubsub();

    @Option(names = "--control-port", description = "Port of the controls (default: 8086; 0 picks one).")
    private int controlPort = USUAL.control();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path data = dir.orElseGet(() -> Home.find().data("cloud"));
        CloudConfig settings = config.map(file -> CloudConfig.read(file, folderOf(file)))
                .orElseGet(() -> Home.find().config());
        if (env.isPresent()) {
            // one of an earlier run would tell a waiting script of ports that are gone
            Files.deleteIfExists(env.get());
        }
        try (DataLock lock = DataLock.take(data);
                LocalCloud cloud = start(data, settings)) {
            seed.ifPresent(cloud.storage()::seed);
            CountDownLatch stopped = closeWhenTheProcessEnds(cloud);
            tell(cloud, data);
            stopped.await();
        }
        return 0;
    }

    private LocalCloud start(Path data, CloudConfig settings) {
        try {
            LocalCloud.Ports ports = new LocalCloud.Ports(storagePort, pubsubPort, batchPort, controlPort);
            return LocalCloud.start(LocalCloud.Options.of(data, ports, settings).in(project));
        } catch (IOException e) {
            throw new UncheckedIOException("the local cloud cannot start: " + e.getMessage(), e);
        }
    }

    private static Path folderOf(Path file) {
        return file.toAbsolutePath().getParent();
    }

    /** A signal ends the JVM by its hooks: tasks are stopped and files closed there, and the exit code is a success. */
    private CountDownLatch closeWhenTheProcessEnds(LocalCloud cloud) {
        PrintWriter out = spec.commandLine().getOut();
        Thread hook = new Thread(
                () -> {
                    cloud.close();
                    out.println("# stopped");
                    out.flush();
                    Runtime.getRuntime().halt(0);
                },
                "local-cloud-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        return new CountDownLatch(1);
    }

    private void tell(LocalCloud cloud, Path data) throws IOException {
        List<String> lines = PointingLines.of(cloud);
        if (env.isPresent()) {
            Path file = env.get().toAbsolutePath();
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.write(fresh, lines);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                """
                # The local cloud is up. Ctrl-C stops it; its data stays in %s
                #   Cloud Storage  %s
                #   Batch          %s  (gRPC; REST at http://%s)
                #   Pub/Sub        %s  (gRPC; REST at http://%s)
                #   Controls       %s/_local/  (faults, clock, state, reset)
                # These lines point gcloud and Google's libraries here:
                """,
                data.toAbsolutePath().normalize(),
                cloud.storage().endpoint(),
                cloud.batch().endpoint(),
                cloud.batch().endpoint(),
                cloud.pubsub().endpoint(),
                cloud.pubsub().endpoint(),
                cloud.controls());
        lines.forEach(out::println);
        out.flush();
    }
}
