package dev.sluice.local.batch;

import com.google.cloud.batch.v1.Runnable;
import com.google.cloud.batch.v1.Runnable.Container;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Turns a runnable into the process that runs it. A container's options, user and network are not looked at. */
final class Commands {
    private static final Set<String> TAKE_TEXT = Set.of("sh", "bash", "dash", "ash", "zsh", "ksh", "python", "python3");

    private final Images images;
    private final TaskEnvironment environment;
    private final Mounts mounts;
    private final Path folder;

    /** @param folder the task's own, where its scripts lie and run */
    Commands(Images images, TaskEnvironment environment, Mounts mounts, Path folder) {
        this.images = images;
        this.environment = environment;
        this.mounts = mounts;
        this.folder = folder;
    }

    /** @throws TaskProblem when the runnable cannot start here, with what would be right */
    Command of(Runnable runnable, int index) {
        return switch (runnable.getExecutableCase()) {
            case CONTAINER -> container(runnable, runnable.getContainer());
            case SCRIPT -> script(runnable, index);
            case BARRIER, EXECUTABLE_NOT_SET -> throw new IllegalArgumentException("nothing to start in " + runnable);
        };
    }

    private Command container(Runnable runnable, Container container) {
        Path image = images.folder(container.getImageUri());
        Mounts seen = mounts.inside(container);
        List<String> words = words(container, image);
        if (words.isEmpty()) {
            throw TaskProblem.setting("container image %s: neither the job nor %s says what to run"
                    .formatted(container.getImageUri(), image.resolve("Dockerfile")));
        }
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            arguments.add(isText(words, i) ? seen.text(words.get(i)) : seen.value(words.get(i)));
        }
        return Programs.resolve(new Command(arguments, image, environment.of(runnable, seen)));
    }

    /** As docker puts them together: an entrypoint given with the job sets the image's command aside too. */
    private static List<String> words(Container container, Path image) {
        List<String> given = container.getCommandsList();
        if (!container.getEntrypoint().isEmpty()) {
            return concat(List.of(container.getEntrypoint()), given);
        }
        Dockerfile dockerfile = Dockerfile.in(image);
        return concat(dockerfile.entrypoint(), given.isEmpty() ? dockerfile.command() : given);
    }

    /** Whether it is the text that follows a shell's or Python's first {@code -c}. */
    private static boolean isText(List<String> words, int index) {
        String program = words.get(0).substring(words.get(0).lastIndexOf('/') + 1);
        if (index < 2 || !TAKE_TEXT.contains(program) || !words.get(index - 1).matches("-[A-Za-z]*c")) {
            return false;
        }
        return words.subList(1, index - 1).stream().noneMatch(word -> word.matches("-[A-Za-z]*c"));
    }

    private Command script(Runnable runnable, int index) {
        Path file = runnable.getScript().hasPath()
                ? Path.of(mounts.value(runnable.getScript().getPath()))
                : write(mounts.text(runnable.getScript().getText()), index);
        if (!Files.isRegularFile(file)) {
            throw new TaskProblem(Programs.NOT_FOUND, "script %s is not there".formatted(file));
        }
        List<String> arguments = concat(Shebang.of(file), List.of(file.toString()));
        return Programs.resolve(new Command(arguments, folder, environment.of(runnable, mounts)));
    }

    private Path write(String text, int index) {
        try {
            return Files.writeString(folder.resolve("script-" + index), text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write a script into " + folder, e);
        }
    }

    private static List<String> concat(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
