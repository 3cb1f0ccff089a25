package dev.sluice.cli;

import io.quarkus.runtime.Quarkus;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.eclipse.microprofile.config.ConfigProvider;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** Hands the words to the command they name; without words the service starts. */
public final class Cli {
    private static final String PROJECT = "quarkus.google.cloud.project-id";

    private final List<CommandSource> sources;

    private Cli(List<CommandSource> sources) {
        this.sources = sources;
    }

    /** The commands of this build. */
    public static Cli load() {
        return new Cli(ServiceLoader.load(CommandSource.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList());
    }

    /** Runs until the command or the service has ended; the exit code. */
    public int run(String... words) {
        if (words.length > 0) {
            return commandLine().execute(words);
        }
        Optional<String> instead = isConfigured() ? Optional.empty() : withoutProject();
        if (instead.isPresent()) {
            return commandLine().execute(instead.get());
        }
        Quarkus.run();
        return 0;
    }

    private CommandLine commandLine() {
        CommandLine line = new CommandLine(new Sluice());
        sources.forEach(source -> source.commands().forEach(line::addSubcommand));
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println(command.getColorScheme().errorText("sluice: " + failure.getMessage()));
            return command.getCommandSpec().exitCodeOnExecutionException();
        });
        return line;
    }

    private Optional<String> withoutProject() {
        return sources.stream()
                .flatMap(source -> source.withoutProject().stream())
                .findFirst();
    }

    private static boolean isConfigured() {
        return ConfigProvider.getConfig()
                .getOptionalValue(PROJECT, String.class)
                .isPresent();
    }

    @Command(
            name = "sluice",
            description = "Turns files that clients upload into Google Batch jobs.",
            footer = {"", "Without a command the service starts. Settings: docs/configuration.md"},
            synopsisSubcommandLabel = "[COMMAND]",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class)
    static final class Sluice implements Runnable {
        @CommandLine.Spec
        private CommandLine.Model.CommandSpec spec;

        @Override
        public void run() {
            spec.commandLine().usage(spec.commandLine().getOut());
        }
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            // of the jar's manifest; classes outside of a jar have none
            return new String[] {
                "sluice "
                        + Optional.ofNullable(Cli.class.getPackage().getImplementationVersion())
                                .orElse("(not packaged)")
            };
        }
    }
}
