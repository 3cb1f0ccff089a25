package dev.sluice.cli;

import dev.sluice.Misconfigured;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.smallrye.config.ConfigValidationException;
import java.io.PrintWriter;
import java.net.BindException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/** Runs the service, and says in a person's words why it does not start. */
public final class ServiceRun {
    private static final Logger LOG = Logger.getLogger(ServiceRun.class);

    private ServiceRun() {}

    /** Runs until the service has been stopped; the exit code, 1 when it did not start. */
    static int run(PrintWriter errors) {
        return run(null, errors);
    }

    /** Runs until an application, which has the started service to itself, has ended; its exit code, 1 when it failed. */
    public static int run(Class<? extends QuarkusApplication> application, PrintWriter errors) {
        AtomicInteger exitCode = new AtomicInteger();
        Quarkus.run(application, (code, failure) -> {
            exitCode.set(failure == null ? code : 1);
            Optional.ofNullable(failure).ifPresent(why -> tell(why, errors));
        });
        return exitCode.get();
    }

    private static void tell(Throwable failure, PrintWriter errors) {
        Throwable root = rootOf(failure);
        errors.println("sluice: the service did not start, or did not go on: "
                + Optional.ofNullable(root.getMessage()).orElseGet(root::toString));
        if (!isThePersonsToMend(root)) {
            LOG.error("the service did not start, or did not go on", failure);
        }
    }

    private static boolean isThePersonsToMend(Throwable root) {
        return root instanceof Misconfigured
                || root instanceof ConfigValidationException
                || root instanceof BindException;
    }

    private static Throwable rootOf(Throwable failure) {
        return failure.getCause() == null ? failure : rootOf(failure.getCause());
    }
}
