package dev.sluice.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a second process out of a folder of data: two local clouds would overwrite, or remove, what the other has written. */
final class DataLock implements AutoCloseable {
    /** Stays when the folder is emptied: a lock on a removed file keeps nobody out. */
    static final String FILE = ".lock";

    private final FileChannel channel;

    private DataLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Takes the folder until closed, or until the process ends; an {@link IllegalStateException} when somebody else has it. */
    static DataLock take(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel channel =
                    FileChannel.open(folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                channel.close();
                throw new IllegalStateException(
                        "another sluice is at work in " + folder + "; stop it, or wait until it has ended");
            }
            return new DataLock(channel);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the folder " + folder + ": " + e, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
