package dev.sluice.local.batch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the program of a command as a shell does: by the task's PATH, or from its folder when the name has a slash. */
final class Programs {
    /** A shell's exit code for a program that is not there. */
    static final int NOT_FOUND = 127;

    private Programs() {}

    /** The command with its program's path; {@code python} is python3 where there is no python. */
    static Command resolve(Command command) {
        String name = command.arguments().get(0);
        Stream<String> names = name.equals("python") ? Stream.of(name, "python3") : Stream.of(name);
        Path program = names.flatMap(n -> find(n, command).stream())
                .findFirst()
                .orElseThrow(() -> new TaskProblem(
                        NOT_FOUND,
                        "program %s is not on this machine (PATH %s, folder %s)"
                                .formatted(name, command.environment().get("PATH"), command.folder())));
        List<String> arguments = new ArrayList<>(command.arguments());
        arguments.set(0, program.toString());
        return new Command(arguments, command.folder(), command.environment());
    }

    private static Optional<Path> find(String name, Command command) {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        if (name.contains("/")) {
            return Optional.of(command.folder().resolve(name)).filter(Programs::runs);
        }
        return Stream.of(command.environment().getOrDefault("PATH", "").split(":"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> command.folder().resolve(folder).resolve(name))
                .filter(Programs::runs)
                .findFirst();
    }

    private static boolean runs(Path path) {
        return Files.isRegularFile(path) && Files.isExecutable(path);
    }
}
