package dev.sluice.local.gcs;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;

/** An object and its bytes, open: what is written or deleted later does not change them. */
record Opened(StoredObject object, SeekableByteChannel bytes) implements AutoCloseable {
    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
