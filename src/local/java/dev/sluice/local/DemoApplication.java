package dev.sluice.local;

import com.google.cloud.batch.v1.BatchServiceClient;
import com.google.cloud.storage.Storage;
import dev.sluice.ClientRef;
import dev.sluice.SluiceConfig;
import dev.sluice.catalog.Client;
import dev.sluice.catalog.CurrentCatalog;
import dev.sluice.run.Ledger;
import io.quarkus.runtime.QuarkusApplication;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Help.Ansi;

/** The demo: upload, watch, and check that all of it was right. */
public final class DemoApplication implements QuarkusApplication {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final long LOOK_EVERY = TimeUnit.MILLISECONDS.toNanos(50);

    private final CurrentCatalog catalog;
    private final SluiceConfig config;
    private final Ledger ledger;
    private final Storage storage;
    private final BatchServiceClient batch;

    DemoApplication(
            CurrentCatalog catalog, SluiceConfig config, Ledger ledger, Storage storage, BatchServiceClient batch) {
        this.catalog = catalog;
        this.config = config;
        this.ledger = ledger;
        this.storage = storage;
        this.batch = batch;
    }

    @Override
    public int run(String... args) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        LocalCloud cloud = LocalService.cloud();
        URI service = ServiceAddress.find();
        Furniture.put(cloud, catalog.get(), config, service);
        List<DemoFile> files = files();
        out.printf(
                "Sluice demo: the service is %s, everything lies in %s%n%n",
                service, Home.find().data("demo"));

        Mailbox mailbox = new Mailbox();
        try (Listeners listeners = Listeners.start(cloud, clients(files), mailbox::put)) {
            List<DemoRun> runs = upload(files);
            Progress progress = new Progress(out, Ansi.AUTO.enabled());
            boolean ended = watch(runs, mailbox, progress);
            List<String> wrong = new Checks(storage, mailbox, batch, config).wrong(runs);
            runs.forEach(run -> DemoReport.print(out, storage, run, mailbox));
            return conclude(out, runs, ended, wrong);
        }
    }

    private List<DemoFile> files() throws IOException {
        Path inputs = Home.find().folder().resolve("deployment/demo/inputs");
        List<DemoFile> files = new ArrayList<>();
        for (Client client : clientsOf(catalog)) {
            files.addAll(DemoFile.of(client, inputs.resolve(client.ref().client())));
        }
        return files;
    }

    private static List<Client> clientsOf(CurrentCatalog catalog) {
        return catalog.get().products().values().stream()
                .flatMap(product -> product.clients().values().stream())
                .toList();
    }

    private static List<ClientRef> clients(List<DemoFile> files) {
        return files.stream().map(file -> file.client().ref()).distinct().toList();
    }

    private List<DemoRun> upload(List<DemoFile> files) throws IOException {
        List<DemoRun> runs = new ArrayList<>();
        for (DemoFile file : files) {
            runs.add(new DemoRun(file, file.upload(storage, config.deployment())));
        }
        return runs;
    }

    /** Shows each run's state until all have ended and been announced; false when that takes too long. */
    private boolean watch(List<DemoRun> runs, Mailbox mailbox, Progress progress) {
        Instant start = Instant.now();
        while (Duration.between(start, Instant.now()).compareTo(PATIENCE) < 0) {
            for (DemoRun run : runs) {
                if (!run.hasEnded()) {
                    ledger.find(run.key()).ifPresent(recorded -> run.seen(recorded.run()));
                }
            }
            progress.show(runs);
            if (runs.stream().allMatch(run -> run.hasEnded() && mailbox.has(run.key()))) {
                return true;
            }
            LockSupport.parkNanos(LOOK_EVERY);
        }
        return false;
    }

    private static int conclude(PrintStream out, List<DemoRun> runs, boolean ended, List<String> wrong) {
        if (ended && wrong.isEmpty()) {
            out.printf(
                    "%n%d files, %d jobs, %d messages: all of it was right.%n", runs.size(), runs.size(), runs.size());
            return 0;
        }
        if (!ended) {
            out.printf("%nNot everything ended within %d s.%n", PATIENCE.toSeconds());
        }
        wrong.forEach(out::println);
        out.printf("The service's log: %s%n", Home.find().data("demo").resolve("sluice.log"));
        return 1;
    }
}
