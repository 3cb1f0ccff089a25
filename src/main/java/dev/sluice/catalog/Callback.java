package dev.sluice.catalog;

import java.net.URI;
import java.util.Optional;

/**
 * Who else is told about the end of a run. This version does not call it.
 *
 * @param url https
 * @param key the name of the secret file that holds the key to send
 */
public record Callback(URI url, Optional<String> key) {}
