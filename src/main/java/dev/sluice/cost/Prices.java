package dev.sluice.cost;

import dev.sluice.SluiceConfig;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executor;

/** The prices to go by: those that come with the service, and the operator's laid over them. They are read once, when first asked for. */
@ApplicationScoped
class Prices {
    private final Optional<Path> own;
    private final Executor executor;
    private PriceTable table;

    @Inject
    Prices(SluiceConfig config, Executor executor) {
        this(config.prices(), executor);
    }

    Prices(Optional<Path> own, Executor executor) {
        this.own = own;
        this.executor = executor;
    }

    /** A mistake in the operator's file stops the start. Without one the start does not wait for the reading, which no run has to do then. */
    void readAhead(@Observes StartupEvent event) {
        own.ifPresentOrElse(file -> table(), () -> executor.execute(this::table));
    }

    synchronized PriceTable table() {
        if (table == null) {
            PriceReader reader = new PriceReader();
            PriceFile builtIn = reader.builtIn();
            table = new PriceTable(
                    own.map(reader::read).map(file -> file.over(builtIn)).orElse(builtIn));
        }
        return table;
    }
}
