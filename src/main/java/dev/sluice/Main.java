package dev.sluice;

import dev.sluice.cli.Cli;
import io.quarkus.runtime.annotations.QuarkusMain;

/** The entrance: the service without words, a command with them. */
@QuarkusMain
public final class Main {
    private Main() {}

    public static void main(String... args) {
        int exitCode = Cli.load().run(args);
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }
}
