package dev.sluice.local.gcs;

import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The plain files of one bucket. A file counts only when its real path is the path its name says, so a symbolic link
 * anywhere on the way leads nowhere; a link that a job sets between this check and the next call is not defended against.
 *
 * <p>A change from outside shows by size and modification time: one that keeps both is not seen.
 */
@Fidelity(
        what = "objects are plain files of the bucket's folder, and files written there by jobs become objects",
        verified = Verified.OURS,
        by = {"LocalStorageFolderTest", "LocalStorageNamesTest"},
        simplified =
                "names that no file can have are kept elsewhere and not shown; a change that keeps size and time is not seen")
final class BucketFolder {
    private static final int LONGEST_SEGMENT = 255;
    private static final int LONGEST_PATH = 4000;
    private static final int TRIES = 5;

    private final Path root;
    private final boolean utf8Names;
    private final Set<Path> mounts = ConcurrentHashMap.newKeySet();

    /** Held while folders are made and filled, or removed: a path that was an empty folder may be a file a moment later. */
    private final Object structure = new Object();

    /** What a look at a file told. */
    record Seen(Path path, long size, long modified) {
        boolean is(StoredObject object) {
            return size == object.size() && modified == object.modified();
        }
    }

    BucketFolder(Path root) throws IOException {
        this(root, fileNames());
    }

    /** How this JVM writes file names, which follows the locale it was started in. */
    static Charset fileNames() {
        return Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    }

    /** @param fileNames how this JVM writes file names; other than UTF-8, names beyond ASCII go to the side store */
    BucketFolder(Path root, Charset fileNames) throws IOException {
        this.root = root;
        this.utf8Names = fileNames.equals(StandardCharsets.UTF_8);
        if (!makeFolder(root)) {
            throw new IOException(root + " should be the bucket's folder but is a link or a file; move it away");
        }
    }

    Path root() {
        return root;
    }

    /** Where an object of that name would lie, if a file system can hold the name as a path. */
    Optional<Path> path(String name) {
        if (name.isEmpty() || name.indexOf('\0') >= 0 || (!utf8Names && !isAscii(name))) {
            return Optional.empty();
        }
        Path path = root;
        for (String segment : name.split("/", -1)) {
            if (segment.isEmpty()
                    || segment.equals(".")
                    || segment.equals("..")
                    || segment.getBytes(StandardCharsets.UTF_8).length > LONGEST_SEGMENT) {
                return Optional.empty();
            }
            path = path.resolve(segment);
        }
        return path.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH
                ? Optional.empty()
                : Optional.of(path);
    }

    Optional<Seen> look(String name) throws IOException {
        Optional<Path> path = path(name);
        return path.isPresent() ? look(path.get()) : Optional.empty();
    }

    private static Optional<Seen> look(Path path) throws IOException {
        try {
            var attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return attributes.isRegularFile() && isReal(path)
                    ? Optional.of(new Seen(path, attributes.size(), Modified.of(attributes.lastModifiedTime())))
                    : Optional.empty();
        } catch (AccessDeniedException e) {
            throw e;
        } catch (FileSystemException e) {
            return Optional.empty(); // not there, or a file where a folder would have to be
        }
    }

    /** Moves a temporary file to its place; false when something that is no file of that name is in the way. */
    boolean place(Path temporary, String name) throws IOException {
        Optional<Path> target = path(name);
        return target.isPresent() && place(temporary, target.get());
    }

    private boolean place(Path temporary, Path target) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            try {
                synchronized (structure) {
                    if (!makeFolder(target.getParent()) || isInTheWay(target)) {
                        return false;
                    }
                    Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
                    return true;
                }
            } catch (AccessDeniedException e) {
                throw e;
            } catch (NoSuchFileException e) {
                continue; // a delete has just removed the emptied folder
            } catch (FileSystemException e) {
                return false;
            }
        }
        return false;
    }

    /** Removes the file and the folders it leaves empty, except a mounted one. */
    void remove(String name) throws IOException {
        Optional<Seen> seen = look(name);
        if (seen.isEmpty()) {
            return;
        }
        Files.deleteIfExists(seen.get().path());
        synchronized (structure) {
            removeEmptied(seen.get().path().getParent());
        }
    }

    /** Where a folder was when it was emptied, an object's file may be by now: that one stays. */
    private void removeEmptied(Path lowest) throws IOException {
        try {
            for (Path up = lowest; !up.equals(root) && !mounts.contains(up); up = up.getParent()) {
                if (!Files.isDirectory(up, LinkOption.NOFOLLOW_LINKS)) {
                    return;
                }
                Files.delete(up);
            }
        } catch (DirectoryNotEmptyException | NoSuchFileException e) {
            return;
        }
    }

    /** The folder below which objects of that prefix lie; it stays when it becomes empty. */
    Path mount(String prefix) throws IOException {
        if (prefix.isEmpty()) {
            return root;
        }
        Path folder = path(prefix.substring(0, prefix.length() - 1))
                .filter(path -> prefix.endsWith("/"))
                .orElseThrow(() -> new IllegalArgumentException(
                        "the prefix '" + prefix + "' is no folder: it must be empty or name folders and end in '/'"));
        mounts.add(folder);
        if (!makeFolder(folder)) {
            throw new FileAlreadyExistsException(
                    folder.toString(), null, "an object or a link lies where the folder of '" + prefix + "' would be");
        }
        return folder;
    }

    static boolean isReal(Path path) throws IOException {
        return path.toRealPath().equals(path);
    }

    /** A folder, or on a file system that ignores case the file of another name. */
    private static boolean isInTheWay(Path target) throws IOException {
        return Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)
                || Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS) && !isReal(target);
    }

    /** Makes the missing folders one by one, so that none is made behind a link. */
    private boolean makeFolder(Path folder) throws IOException {
        try {
            return isReal(folder) && Files.isDirectory(folder);
        } catch (NoSuchFileException e) {
            if (!folder.equals(root) && !makeFolder(folder.getParent())) {
                return false;
            }
            try {
                Files.createDirectory(folder);
            } catch (FileAlreadyExistsException somebodyWasFaster) {
                return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS);
            }
            return true;
        }
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }
}
