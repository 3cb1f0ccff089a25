package dev.sluice.callback;

import java.net.URI;
import java.util.Optional;

/**
 * What is sent.
 *
 * @param key sent as the bearer
 * @param id the message's, the same in each try: {@code Idempotency-Key}
 * @param body JSON in UTF-8
 */
record Post(URI url, Optional<Secret> key, String id, byte[] body) {
    /** Without the address's query, which may hold a token. */
    @Override
    public String toString() {
        return "POST of " + id + " to " + url.getHost() + url.getRawPath();
    }
}
