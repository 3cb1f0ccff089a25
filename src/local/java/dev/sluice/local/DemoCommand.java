package dev.sluice.local;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        description = "Shows the whole way once: two clients upload files, jobs run, outputs and messages come back.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Uses free ports and a fresh folder, .sluice/demo in the project's folder. The exit code is 0 only if every file",
            "became one job, every output is right and every client got one message a file."
        })
final class DemoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Path data = Home.find().data("demo");
        Map<String, String> settings = Map.of(
                "quarkus.http.port", "0",
                "quarkus.log.console.enabled", "false",
                "quarkus.log.file.enabled", "true",
                "quarkus.log.file.path", data.resolve("sluice.log").toString());
        try (DataLock lock = DataLock.take(data)) {
            Home.empty(data);
            return LocalService.run(
                    data,
                    LocalCloud.Ports.free(),
                    settings,
                    DemoApplication.class,
                    spec.commandLine().getErr());
        }
    }
}
