package dev.sluice.cost;

import dev.sluice.SluiceConfig;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Optional;

/** The prices to go by: those that come with the service, and the operator's laid over them. They are read once, when first asked for. */
@ApplicationScoped
class Prices {
    private final Optional<Path> own;
    private PriceTable table;

    @Inject
    Prices(SluiceConfig config) {
        this(config.prices());
    }

    Prices(Optional<Path> own) {
        this.own = own;
    }

    /** A mistake in the operator's file is told at the start, not at the first run; without one the start need not wait for a reader. */
    void check(@Observes StartupEvent event) {
        own.ifPresent(file -> table());
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
