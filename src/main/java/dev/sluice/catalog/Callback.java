package dev.sluice.catalog;

import java.net.URI;
import java.util.Optional;

/**
 * Who else is told that a run succeeded.
 *
 * @param url https, or http to a loopback address
 * @param key the name of the secret that is sent as the bearer, a file of the service's
 * @param secret the same key in Secret Manager, {@code projects/P/secrets/S/versions/V}, for the task's variable of the key's name
 */
public record Callback(URI url, Optional<String> key, Optional<String> secret) {}
