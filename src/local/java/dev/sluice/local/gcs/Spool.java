package dev.sluice.local.gcs;

import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A temporary file that grows as bytes arrive, measured on the way, so that an upload of any size needs one buffer.
 *
 * <p>Nothing is forced to the disk: what was acknowledged survives the end of the process, not a power failure.
 */
@Fidelity(
        what = "files of any size in constant memory; what was acknowledged survives kill -9, and nothing half is seen",
        verified = {Verified.CLIENT, Verified.OURS},
        by = {"KillTest"},
        simplified = "nothing is forced to the disk: a power failure can lose what was acknowledged")
final class Spool implements AutoCloseable {
    private static final int BUFFER = 64 * 1024;

    private final Path file;
    private final FileChannel channel;
    private final Checksums.Meter meter = new Checksums.Meter();
    private long size;
    private boolean handedOver;

    Spool(Path file) throws IOException {
        this.file = file;
        this.channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** Goes on with what the file holds, if there is one. */
    static Spool resumed(Path file) throws IOException {
        Spool spool = new Spool(file);
        spool.measure();
        return spool;
    }

    private void measure() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        while (channel.read(buffer.clear()) >= 0) {
            meter.update(buffer.array(), 0, buffer.position());
            size += buffer.position();
        }
    }

    long size() {
        return size;
    }

    /** Appends all that the stream holds; what arrived before a failure stays, as a resumable upload promises. */
    void append(InputStream bytes) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int n = bytes.read(buffer); n >= 0; n = bytes.read(buffer)) {
            ByteBuffer part = ByteBuffer.wrap(buffer, 0, n);
            while (part.hasRemaining()) {
                channel.write(part);
            }
            meter.update(buffer, 0, n);
            size += n;
        }
    }

    /** Ends the file; from here on whoever takes the content owns it. */
    Content finish(int components) throws IOException {
        channel.close();
        handedOver = true;
        return new Content(file, size, Modified.of(file), meter.total(), components, Optional.empty());
    }

    /** Throws the bytes away unless {@link #finish} handed them over. */
    @Override
    public void close() throws IOException {
        if (!handedOver) {
            channel.close();
            Files.deleteIfExists(file);
        }
    }
}
