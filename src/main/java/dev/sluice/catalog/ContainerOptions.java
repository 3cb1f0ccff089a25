package dev.sluice.catalog;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The options of {@code docker run} that a raw job may set: those that stay inside the container. */
final class ContainerOptions {
    private static final Set<String> WITH_VALUE = Set.of("--shm-size", "--ulimit", "--memory", "--cpus", "--workdir");
    private static final String INIT = "--init";

    private ContainerOptions() {}

    /** What is wrong with the first option that is not allowed. */
    static Optional<String> objection(String options) {
        if (options.matches("(?s).*[\"'\\\\$`].*")) {
            return Optional.of("quotes, which could hide an option, expected plain words");
        }
        Iterator<String> words = List.of(options.strip().split("\\s+")).iterator();
        while (words.hasNext()) {
            String word = words.next();
            String name = word.replaceAll("=.*", "");
            if (WITH_VALUE.contains(name)) {
                if (!word.contains("=") && words.hasNext()) {
                    words.next();
                }
            } else if (!name.equals(INIT) && !word.isEmpty()) {
                return Optional.of(Words.quote(name) + ", which "
                        + (name.equals("--privileged") ? "opens the whole machine to the job" : "is not allowed")
                        + ", expected only --cpus, --init, --memory, --shm-size, --ulimit or --workdir");
            }
        }
        return Optional.empty();
    }
}
