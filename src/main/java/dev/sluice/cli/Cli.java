package dev.sluice.cli;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.ServiceLoader;
import org.eclipse.microprofile.config.ConfigProvider;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

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
        return isConfigured() ? ServiceRun.run(commandLine().getErr()) : withoutProject();
    }

    private int withoutProject() {
        CommandLine line = commandLine();
        Optional<String> instead = sources.stream()
                .flatMap(source -> source.withoutProject().stream())
                .findFirst();
        if (instead.isPresent()) {
            return line.execute(instead.get());
        }
        line.getErr()
                .println("sluice: no Google project is configured: set " + PROJECT
                        + ", e.g. by QUARKUS_GOOGLE_CLOUD_PROJECT_ID=my-project in the environment");
        return line.getCommandSpec().exitCodeOnInvalidInput();
    }

    private CommandLine commandLine() {
        CommandLine line = new CommandLine(new Sluice());
        sources.forEach(source -> source.commands().forEach(line::addSubcommand));
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println(command.getColorScheme().errorText("sluice: " + failure.getMessage()));
            return command.getCommandSpec().exitCodeOnExecutionException();
        });
        line.setParameterExceptionHandler(Cli::misspelt);
        return line;
    }

    /** One line: what is wrong, and where it is told what would be right. */
    private static int misspelt(ParameterException failure, String... words) {
        CommandLine command = failure.getCommandLine();
        boolean noSuchCommand = failure instanceof UnmatchedArgumentException unmatched
                && command.getParent() == null
                && !unmatched.isUnknownOption();
        String what = noSuchCommand ? "there is no command \"" + words[0] + "\" in this build" : failure.getMessage();
        command.getErr()
                .println(command.getColorScheme()
                        .errorText("sluice: " + what + "; see "
                                + command.getCommandSpec().qualifiedName() + " --help"));
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static boolean isConfigured() {
        return ConfigProvider.getConfig()
                .getOptionalValue(PROJECT, String.class)
                .isPresent();
    }

    @RegisterForReflection
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

    /** The version that Maven wrote into the jar: Quarkus tells its own only to a service that has started. */
    @RegisterForReflection
    static final class Version implements IVersionProvider {
        private static final String WRITTEN = "/META-INF/maven/dev.sluice/sluice/pom.properties";

        @Override
        public String[] getVersion() throws IOException {
            Properties written = new Properties();
            try (InputStream in = Version.class.getResourceAsStream(WRITTEN)) {
                if (in != null) {
                    written.load(in);
                }
            }
            return new String[] {"sluice " + written.getProperty("version", "(not packaged)")};
        }
    }
}
