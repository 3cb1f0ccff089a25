package dev.sluice.cli;

import java.util.List;
import java.util.Optional;

/** Adds commands to the command line, found by {@link java.util.ServiceLoader}. */
public interface CommandSource {
    /** Objects annotated as picocli commands. */
    List<Object> commands();

    /** The command to run instead of the service where no Google project is configured. */
    Optional<String> withoutProject();
}
