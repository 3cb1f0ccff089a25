package dev.sluice.local.batch;

import com.google.longrunning.Operation;
import com.google.protobuf.StringValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Operations on disk, a file each: the operation and its request's id as length-delimited binary protos, replaced as a whole. */
final class OperationFiles implements OperationStore {
    private static final Logger LOG = Logger.getLogger(OperationFiles.class);
    private static final String SUFFIX = ".operation";

    private final Path folder;

    private OperationFiles(Path folder) {
        this.folder = folder;
    }

    static OperationFiles in(Path folder) throws IOException {
        Files.createDirectories(folder);
        return new OperationFiles(folder);
    }

    /** A file that cannot be read is logged and left where it is. */
    @Override
    public List<StoredOperation> load() throws IOException {
        List<StoredOperation> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(SUFFIX)).sorted().toList()) {
                try {
                    found.add(read(file));
                } catch (IOException e) {
                    LOG.errorf(e, "%s is not an operation and is left alone", file);
                }
            }
        }
        return found;
    }

    private static StoredOperation read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            Operation operation = Operation.parseDelimitedFrom(in);
            StringValue request = StringValue.parseDelimitedFrom(in);
            if (operation == null || request == null) {
                throw new IOException("cut short");
            }
            return new StoredOperation(operation, request.getValue());
        }
    }

    @Override
    public synchronized void save(StoredOperation stored) {
        Path file = file(stored);
        Path fresh = folder.resolve(file.getFileName() + ".new");
        try {
            try (OutputStream out = Files.newOutputStream(fresh)) {
                stored.operation().writeDelimitedTo(out);
                StringValue.of(stored.request()).writeDelimitedTo(out);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    @Override
    public synchronized void delete(StoredOperation stored) {
        try {
            Files.deleteIfExists(file(stored));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file(stored), e);
        }
    }

    private Path file(StoredOperation stored) {
        return folder.resolve(stored.name().replaceFirst(".*/", "") + SUFFIX);
    }
}
