package dev.sluice.local.gcs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The bytes of objects whose names are no paths, a file for each generation under the hash of the name. */
final class SideStore {
    private final Path root;

    SideStore(Path root) throws IOException {
        this.root = Files.createDirectories(root);
    }

    Path path(ObjectName name, long generation) {
        String hash = name.hash();
        return root.resolve(hash.substring(0, 2)).resolve(hash + "." + generation);
    }

    void place(Path temporary, ObjectName name, long generation) throws IOException {
        Path target = path(name, generation);
        Files.createDirectories(target.getParent());
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    }

    void remove(ObjectName name, long generation) throws IOException {
        Files.deleteIfExists(path(name, generation));
    }

    /** Removes what a crash between a file and its record left behind. */
    void keepOnly(Collection<StoredObject> objects) throws IOException {
        Set<Path> wanted = objects.stream()
                .filter(object -> object.place() == Place.SIDE)
                .map(object -> path(object.objectName(), object.generation()))
                .collect(Collectors.toSet());
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!wanted.contains(file)) {
                    Files.delete(file);
                }
            }
        }
    }
}
