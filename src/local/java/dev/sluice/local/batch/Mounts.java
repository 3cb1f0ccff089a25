package dev.sluice.local.batch;

import com.google.cloud.batch.v1.Runnable.Container;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Mount paths and the folders that stand for them. A process of this machine has no mounts of its own, so a path below a mount path
 * is rewritten to the folder's, in two ways:
 *
 * <p>In a <b>value</b>, an argument or an environment variable, only where the value begins with it, or where what comes before is an
 * option or a name and {@code =}, as in {@code --out=/mnt/x/y} or {@code if=/mnt/x/y}. Once in a value: the rest of it may be a file's
 * name, and a name is never changed. So a list such as {@code /mnt/x/a:/mnt/x/b} has only its first path rewritten.
 *
 * <p>In a <b>program's text</b>, a script or what follows {@code -c}, wherever white space, a quote or an operator stands before it and such
 * a character, a slash or the end after it.
 *
 * <p>In both, the path ends where the mount path does or goes on with a slash: {@code /mnt/x2} is not below {@code /mnt/x}.
 */
record Mounts(Map<String, Path> folders) {
    private static final Pattern OPTION = Pattern.compile("(-{0,2}[A-Za-z_][A-Za-z0-9._-]*=)(/.*)", Pattern.DOTALL);
    private static final String BREAK = "\\s'\"`=:,;|&<>(){}\\[\\]";

    Mounts {
        folders = folders.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(e -> withoutSlash(e.getKey()), Map.Entry::getValue));
    }

    /** What a container sees: its own volumes, or all of the task when it names none, as Google's task.proto says. */
    Mounts inside(Container container) {
        if (container.getVolumesCount() == 0) {
            return this;
        }
        // host folders that are no mount of the task, as those of a GPU's driver, have nothing to show here
        return new Mounts(container.getVolumesList().stream()
                .map(volume -> volume.split(":"))
                .filter(parts -> parts.length >= 2 && resolve(parts[0]).isPresent())
                .collect(Collectors.toMap(
                        parts -> parts[1], parts -> resolve(parts[0]).orElseThrow(), (first, second) -> second)));
    }

    /** The path on this machine, when the given one is a mount path or below one. */
    Optional<Path> resolve(String path) {
        String real = value(path);
        return path.startsWith("/") && !real.equals(path) ? Optional.of(Path.of(real)) : Optional.empty();
    }

    String value(String value) {
        Matcher option = OPTION.matcher(value);
        return option.matches() ? option.group(1) + path(option.group(2)) : path(value);
    }

    private String path(String value) {
        return deepestFirst().stream()
                .filter(mount -> value.equals(mount) || value.startsWith(mount + "/"))
                .findFirst()
                .map(mount -> folders.get(mount) + value.substring(mount.length()))
                .orElse(value);
    }

    String text(String program) {
        List<String> mounts = deepestFirst();
        if (mounts.isEmpty()) {
            return program;
        }
        String any = mounts.stream().map(Pattern::quote).collect(Collectors.joining("|"));
        return Pattern.compile("(?<![^" + BREAK + "])(" + any + ")(?=[/" + BREAK + "]|$)")
                .matcher(program)
                .replaceAll(found ->
                        Matcher.quoteReplacement(folders.get(found.group(1)).toString()));
    }

    private List<String> deepestFirst() {
        List<String> mounts = new ArrayList<>(folders.keySet());
        mounts.sort(Comparator.comparingInt(String::length).reversed());
        return mounts;
    }

    private static String withoutSlash(String path) {
        return path.replaceFirst("/+$", "");
    }
}
