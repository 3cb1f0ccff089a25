package dev.sluice.launch;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Draws the tokens by which a delivery knows its own lease again. */
@ApplicationScoped
public class Tokens {
    String next() {
        return UUID.randomUUID().toString();
    }
}
