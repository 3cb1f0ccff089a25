package dev.sluice.local.gcs;

import java.io.IOException;

/** The body of a request did not come to its end; there is nobody left to answer. */
final class SenderGone extends IOException {
    SenderGone(String message) {
        super(message);
    }
}
