package dev.sluice.proof;

import dev.sluice.ClientRef;
import dev.sluice.SluiceConfig;
import dev.sluice.TestConfig;
import dev.sluice.batch.BatchJobs;
import dev.sluice.batch.JobNotice;
import dev.sluice.callback.WiredPoster;
import dev.sluice.catalog.CatalogFolder;
import dev.sluice.launch.Pace;
import dev.sluice.message.StatusPublisher;
import dev.sluice.run.InputObject;
import dev.sluice.run.Outcome;
import dev.sluice.storage.ObjectStore;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * An instance of the service as a process of its own, which halts at a step: no finally, no shutdown hook, nothing kept. What it reaches of
 * the outside is in the process that started it, at the other end of its standard input and output.
 */
final class HaltedService implements Service {
    /** The exit code of a death that was meant. */
    static final int HALTED = 86;

    private final Service service;
    private final CrashWire wire;

    private HaltedService(Service service, CrashWire wire) {
        this.service = service;
        this.wire = wire;
    }

    /** @param args the catalog's folder, the number of the step to halt at or 0, and the mode */
    public static void main(String[] args) throws IOException {
        Line line = new Line(System.in, new FileOutputStream(FileDescriptor.out));
        // standard output is the line's
        System.setOut(System.err);
        CrashWire wire = new CrashWire(Integer.parseInt(args[1]), CrashWire.Mode.valueOf(args[2]), HaltedService::halt);
        SluiceConfig config = TestConfig.with(Path.of(args[0]));
        Service service =
                ports(line).start(wire, Order.POINTER_FIRST, config, new CatalogFolder().load(config.catalog()));
        line.offer(Service.class, new HaltedService(service, wire)).serve();
    }

    private static Ports ports(Line line) {
        return new Ports(
                line.other(ObjectStore.class),
                line.other(BatchJobs.class),
                line.other(StatusPublisher.class),
                line.other(WiredPoster.port()),
                line.other(InstantSource.class),
                line.other(Pace.Pause.class));
    }

    private static void halt() {
        Runtime.getRuntime().halt(HALTED);
    }

    @Override
    public Outcome event(ClientRef client, InputObject input) {
        try {
            return service.event(client, input);
        } finally {
            haltIfOver();
        }
    }

    @Override
    public Outcome notice(JobNotice notice) {
        try {
            return service.notice(notice);
        } finally {
            haltIfOver();
        }
    }

    @Override
    public void reconcile() {
        try {
            service.reconcile();
        } finally {
            haltIfOver();
        }
    }

    /** It was to die at its next call, and had none to make. */
    private void haltIfOver() {
        if (wire.isOver()) {
            halt();
        }
    }
}
