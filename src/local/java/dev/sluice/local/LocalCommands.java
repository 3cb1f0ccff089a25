package dev.sluice.local;

import dev.sluice.cli.CommandSource;
import java.util.List;
import java.util.Optional;

/** The commands that need the local cloud. */
public final class LocalCommands implements CommandSource {
    @Override
    public List<Object> commands() {
        return List.of(new DemoCommand(), new UpCommand(), new CloudCommand(), new BenchCommand());
    }

    @Override
    public Optional<String> withoutProject() {
        return Optional.of("up");
    }
}
