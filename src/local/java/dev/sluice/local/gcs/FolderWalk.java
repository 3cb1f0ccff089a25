package dev.sluice.local.gcs;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The names of a bucket's files in the order of a list, reading only the folders it passes: what is skipped over is never
 * opened, so a list of one level or one page does not walk the whole bucket.
 */
final class FolderWalk {
    private final Path root;
    private final Predicate<String> knownFile;
    private final Deque<Level> levels = new ArrayDeque<>();

    /** One folder's entries, sorted; a folder's key ends in a slash. */
    private static final class Level {
        final List<String> keys;
        int at;

        Level(List<String> keys) {
            this.keys = keys;
        }
    }

    /** @param knownFile tells names known to be files, which saves a look at each */
    FolderWalk(BucketFolder folder, String prefix, Predicate<String> knownFile) throws IOException {
        this.root = folder.root();
        this.knownFile = knownFile;
        int slash = prefix.lastIndexOf('/');
        Optional<Path> start = slash < 0 ? Optional.of(root) : folder.path(prefix.substring(0, slash));
        if (start.isPresent()) {
            open(start.get(), prefix.substring(0, slash + 1));
        }
    }

    /** The first file's name that is not before {@code from}; {@code from} must never go back. */
    Optional<String> ceiling(String from) throws IOException {
        while (!levels.isEmpty()) {
            Level top = levels.peek();
            while (top.at < top.keys.size() && isWhollyBefore(top.keys.get(top.at), from)) {
                top.at++;
            }
            if (top.at == top.keys.size()) {
                levels.pop();
            } else if (top.keys.get(top.at).endsWith("/")) {
                String folder = top.keys.get(top.at++);
                open(root.resolve(folder), folder);
            } else {
                return Optional.of(top.keys.get(top.at));
            }
        }
        return Optional.empty();
    }

    private static boolean isWhollyBefore(String key, String from) {
        return Utf8Order.BYTES.before(key, from) && !(key.endsWith("/") && from.startsWith(key));
    }

    private void open(Path folder, String prefix) throws IOException {
        List<String> keys = new ArrayList<>();
        try {
            if (!BucketFolder.isReal(folder)) {
                return;
            }
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
                for (Path entry : entries) {
                    key(folder, entry, prefix).ifPresent(keys::add);
                }
            }
        } catch (FileSystemException e) {
            return; // not there, no folder, or not ours to read
        }
        keys.sort(Utf8Order.BYTES);
        levels.push(new Level(keys));
    }

    private Optional<String> key(Path folder, Path entry, String prefix) throws IOException {
        String segment = entry.getFileName().toString();
        String name = prefix + segment;
        if (knownFile.test(name)) {
            return Optional.of(name);
        }
        if (!isThatText(folder, segment, entry)) {
            return Optional.empty();
        }
        try {
            var attributes = Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.isDirectory()) {
                return Optional.of(name + "/");
            }
            return attributes.isRegularFile() && ObjectName.isLegal(name) ? Optional.of(name) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** A file name that is not UTF-8, or that this JVM cannot read, is no object name. */
    private static boolean isThatText(Path folder, String segment, Path entry) {
        try {
            return folder.resolve(segment).equals(entry);
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
