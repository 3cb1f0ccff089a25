package dev.sluice.reconcile;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Where no room owes callbacks there are none to pay. */
@DefaultBean
@ApplicationScoped
class NoCallBacks implements CallBacks {
    @Override
    public Part payDue(Instant deadline) {
        return Part.nothing();
    }
}
