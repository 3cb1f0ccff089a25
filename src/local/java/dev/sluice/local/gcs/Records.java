package dev.sluice.local.gcs;

import com.fasterxml.jackson.core.JacksonException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The record files of one bucket's objects: one small JSON file each, replaced as a whole. A record is announced beside
 * the old one before the object's file changes and committed after, so that a crash in between loses no metadata.
 */
final class Records {
    private static final String COMMITTED = ".json";
    private static final String ANNOUNCED = ".next";

    private final Path root;

    /** Tells whether an announced object's file is in its place. */
    interface Arrived {
        boolean isThere(StoredObject object) throws IOException;
    }

    Records(Path root) throws IOException {
        this.root = Files.createDirectories(root);
    }

    List<StoredObject> all() throws IOException {
        return files(COMMITTED).parallelStream().map(Records::read).toList();
    }

    /** After a crash: commits the announced records whose files arrived, forgets the others. */
    void finishOrDrop(Arrived arrived) throws IOException {
        for (Path file : files(ANNOUNCED)) {
            try {
                StoredObject object = Json.read(Files.readAllBytes(file), StoredObject.class);
                if (arrived.isThere(object)) {
                    commit(object);
                }
            } catch (JacksonException halfWritten) {
                // its object's file was not touched yet
            }
            Files.deleteIfExists(file);
        }
    }

    /** The caller holds the object's name, so the file between announcing and committing is its own. */
    void announce(StoredObject object) throws IOException {
        Path file = file(object.objectName(), ANNOUNCED);
        byte[] json = Json.bytes(object);
        try {
            Files.write(file, json);
        } catch (NoSuchFileException e) {
            Files.createDirectories(file.getParent());
            Files.write(file, json);
        }
    }

    void commit(StoredObject object) throws IOException {
        ObjectName name = object.objectName();
        Files.move(file(name, ANNOUNCED), file(name, COMMITTED), StandardCopyOption.ATOMIC_MOVE);
    }

    void remove(ObjectName name) throws IOException {
        Files.deleteIfExists(file(name, COMMITTED));
    }

    private Path file(ObjectName name, String ending) {
        String hash = name.hash();
        return root.resolve(hash.substring(0, 2)).resolve(hash + ending);
    }

    private List<Path> files(String ending) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }

    private static StoredObject read(Path file) {
        try {
            return Json.read(Files.readAllBytes(file), StoredObject.class);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    file + " is no record of an object; restore it, or delete it to lose that object's metadata", e);
        }
    }
}
