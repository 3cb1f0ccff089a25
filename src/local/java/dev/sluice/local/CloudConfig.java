package dev.sluice.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.sluice.local.batch.FleetConfig;
import dev.sluice.local.batch.LocalBatch;
import dev.sluice.local.control.ControlJson;
import dev.sluice.local.fault.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The local cloud's configuration file, {@code deployment/local.yaml} or another.
 *
 * @param images container image, with or without tag, to the folder that stands for it
 * @param delays of a job before it is SCHEDULED, and from there to RUNNING
 * @param conduct of Batch: its fleet, how long jobs wait between looks for VMs, which notifications are left out
 * @param faults set from the start
 * @param seed of all chance in faults
 */
record CloudConfig(
        Map<String, Path> images, LocalBatch.Delays delays, LocalBatch.Conduct conduct, List<Fault> faults, long seed) {
    private static final ObjectMapper YAML = ControlJson.mapper(new YAMLFactory());

    /** The file as it is written. */
    private record Written(
            Map<String, String> images,
            WrittenDelays delays,
            FleetConfig fleet,
            WrittenWaits waits,
            WrittenNotices notices,
            List<Fault> faults,
            Optional<Long> seed) {}

    private record WrittenDelays(Duration scheduled, Duration running) {}

    private record WrittenWaits(Duration first, Duration longest) {}

    private record WrittenNotices(Boolean replaced, Double skipped, Boolean cancelled) {}

    static CloudConfig empty() {
        return new CloudConfig(Map.of(), LocalBatch.Delays.none(), LocalBatch.Conduct.usual(), List.of(), 0);
    }

    /**
     * Reads a file; folders in it are relative to a base.
     *
     * @throws IllegalArgumentException that names the file, the field and what would be right
     */
    static CloudConfig read(Path file, Path base) {
        try {
            JsonNode node = YAML.readTree(Files.readString(file));
            Written written = ControlJson.read(
                    YAML,
                    node == null || node.isNull() || node.isMissingNode() ? YAML.createObjectNode() : node,
                    Written.class);
            Map<String, Path> images = new LinkedHashMap<>();
            orElse(written.images(), Map.<String, String>of())
                    .forEach((image, folder) -> images.put(image, base.resolve(folder)));
            return new CloudConfig(
                    images,
                    delays(written.delays()),
                    conduct(written),
                    orElse(written.faults(), List.of()),
                    written.seed().orElse(0L));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("%s: %s".formatted(file, ControlJson.told(e)), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("%s: %s".formatted(file, e.getMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e, e);
        }
    }

    private static LocalBatch.Delays delays(WrittenDelays written) {
        return written == null
                ? LocalBatch.Delays.none()
                : new LocalBatch.Delays(
                        orElse(written.scheduled(), Duration.ZERO), orElse(written.running(), Duration.ZERO));
    }

    private static LocalBatch.Conduct conduct(Written written) {
        LocalBatch.Conduct usual = LocalBatch.Conduct.usual();
        WrittenWaits waits = orElse(written.waits(), new WrittenWaits(null, null));
        WrittenNotices notices = orElse(written.notices(), new WrittenNotices(null, null, null));
        return new LocalBatch.Conduct(
                orElse(written.fleet(), usual.fleet()),
                new LocalBatch.Waits(
                        orElse(waits.first(), usual.waits().first()),
                        orElse(waits.longest(), usual.waits().longest())),
                new LocalBatch.NoticeHabits(
                        orElse(notices.replaced(), usual.notices().replaced()),
                        orElse(notices.skipped(), usual.notices().skipped()),
                        orElse(notices.cancelled(), usual.notices().cancelled())));
    }

    private static <T> T orElse(T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
