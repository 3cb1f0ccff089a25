package dev.sluice.local.batch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The processes of this machine by what Linux's /proc tells of them. Where there is none, nobody is found here, and a task's processes are
 * known by their parents alone.
 */
final class ProcessTable {
    private static final Path PROC = Path.of("/proc");
    private static final int SESSION = 3;
    private static final String ZOMBIE = "Z";

    private ProcessTable() {}

    /** Processes that were started, at whatever depth, with all these {@code NAME=value} in their environment. */
    static Set<ProcessHandle> withEnvironment(Set<String> variables) {
        return find(process -> {
            String environment = read(process.resolve("environ"));
            return variables.stream().allMatch(variable -> ("\0" + environment).contains("\0" + variable + "\0"));
        });
    }

    /** Processes of the session that this one leads. */
    static Set<ProcessHandle> inSession(long leader) {
        return find(process -> {
            String[] fields = stat(process);
            return fields.length > SESSION
                    && !fields[0].equals(ZOMBIE)
                    && fields[SESSION].equals(Long.toString(leader));
        });
    }

    /** Alive, and not merely waiting for a parent that never asks how it ended, as in a container without an init. */
    static boolean isAlive(ProcessHandle process) {
        if (!process.isAlive()) {
            return false;
        }
        String[] fields = stat(PROC.resolve(Long.toString(process.pid())));
        return !fields[0].equals(ZOMBIE);
    }

    /** From the state on: the program's name before it, in parentheses, may hold anything. */
    private static String[] stat(Path process) {
        String stat = read(process.resolve("stat"));
        return stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
    }

    private static Set<ProcessHandle> find(Predicate<Path> wanted) {
        Set<ProcessHandle> found = new HashSet<>();
        if (!Files.isDirectory(PROC)) {
            return found;
        }
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                if (wanted.test(process)) {
                    // asked again with the handle made: it knows when its process started, so another that gets the
                    // same number meanwhile is never meant
                    ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
                            .filter(handle -> wanted.test(process))
                            .ifPresent(found::add);
                }
            }
            return found;
        } catch (IOException e) {
            return found;
        }
    }

    /** Empty for a process that ended meanwhile or belongs to someone else. */
    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }
}
