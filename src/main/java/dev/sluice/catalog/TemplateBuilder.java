package dev.sluice.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.catalog.ProductFolder.TemplateFile;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Makes templates of files in which nothing is wrong, with the product's defaults where they say nothing. */
final class TemplateBuilder {
    private static final Duration DEFAULT_QUEUE_LIMIT = Duration.ofMinutes(25);
    private static final int DEFAULT_MAX_ATTEMPTS = 4;
    private static final Duration DEFAULT_TIME_LIMIT = Duration.ofHours(1);
    private static final Glob EVERYTHING = Glob.parse("**");

    private final Guardrails guardrails;
    private final Defaults defaults;

    TemplateBuilder(Guardrails guardrails, Defaults defaults) {
        this.guardrails = guardrails;
        this.defaults = defaults;
    }

    Template template(TemplateFile template) {
        Node file = template.source().node();
        return new Template(
                template.name(),
                file.at("job")
                        .text()
                        .<Work>map(name -> rawJob(name, template.job().root()))
                        .orElseGet(() -> container(file)),
                file.at("parameters").fields().entrySet().stream()
                        .map(entry -> parameter(entry.getKey(), entry.getValue()))
                        .toList(),
                file.at("queueLimit").text().flatMap(Durations::parse).orElse(DEFAULT_QUEUE_LIMIT),
                file.at("maxAttempts").whole().orElse(DEFAULT_MAX_ATTEMPTS),
                file.at("outputs", "expect").texts(),
                trigger(file.at("trigger")),
                callback(file.at("callback")));
    }

    private static Optional<Callback> callback(Node callback) {
        return callback.at("url")
                .text()
                .map(url -> new Callback(
                        URI.create(url),
                        callback.at("key").text(),
                        callback.at("secret").text()));
    }

    private static Parameter parameter(String name, Node schema) {
        return new Parameter(
                name,
                schema.json(),
                Optional.of(schema.at("default")).filter(Node::exists).map(Node::json));
    }

    private static Trigger trigger(Node trigger) {
        Optional<String> marker = trigger.at("marker").text();
        Node match = trigger.at("match");
        List<Glob> globs = match.text().map(List::of).orElseGet(match::texts).stream()
                .map(Glob::parse)
                .toList();
        return new Trigger(globs.isEmpty() && marker.isEmpty() ? List.of(EVERYTHING) : globs, marker);
    }

    private ContainerWork container(Node file) {
        Node container = file.at("container");
        return new ContainerWork(
                container.at("image").json().textValue(),
                container.at("entrypoint").text(),
                container.at("command").texts().stream().map(Text::parse).toList(),
                values(file.at("environment"), Text::parse),
                secrets(file),
                resources(file.at("resources")),
                placements(file.at("placement")),
                file.at("timeLimit").text().flatMap(Durations::parse).orElseGet(this::timeLimit),
                file.at("retries").whole().orElse(0),
                Logs.valueOf(file.at("logs").text().orElse("cloud").toUpperCase(Locale.ROOT)));
    }

    /** The template's own, and the key of its callback where the task is to have it too. */
    private static Map<String, String> secrets(Node file) {
        Map<String, String> secrets = values(file.at("secrets"), Function.identity());
        callback(file.at("callback")).ifPresent(callback -> callback.secret()
                .ifPresent(secret -> secrets.put(callback.key().orElseThrow(), secret)));
        return secrets;
    }

    private Duration timeLimit() {
        return guardrails
                .maxTimeLimit()
                .filter(most -> most.compareTo(DEFAULT_TIME_LIMIT) < 0)
                .orElse(DEFAULT_TIME_LIMIT);
    }

    private Resources resources(Node resources) {
        Node gpu = resources.at("gpu");
        return new Resources(
                resources.at("machineType").json().textValue(),
                resources.at("vcpus").whole(),
                resources.at("memory").text().flatMap(Memory::parse),
                gpu.at("type")
                        .text()
                        .map(type -> new Gpu(type, gpu.at("count").json().intValue())),
                CatalogBuilder.bootDisk(resources.at("bootDisk"), defaults.bootDisk()));
    }

    private List<Placement> placements(Node placement) {
        return placement.exists()
                ? placement.items().stream().map(TemplateBuilder::placement).toList()
                : List.of(new Placement(region(), List.of(), Provisioning.STANDARD));
    }

    private static Placement placement(Node one) {
        return new Placement(
                one.at("region").json().textValue(),
                one.at("zones").texts(),
                one.at("provisioning").text().map(Provisioning::valueOf).orElse(Provisioning.STANDARD));
    }

    /**
     * A raw job that sets no time limit gets the guardrail's: Batch's own is two weeks, which would exceed it unseen.
     */
    private RawJob rawJob(String file, JsonNode job) {
        JsonNode limited = job.deepCopy();
        guardrails.maxTimeLimit().ifPresent(most -> limited.path("taskGroups").forEach(group -> {
            if (group.path("taskSpec") instanceof ObjectNode spec && !spec.has("maxRunDuration")) {
                spec.put("maxRunDuration", most.toSeconds() + "s");
            }
        }));
        String region = RawLocation.region(
                        job.at("/allocationPolicy/location/allowedLocations/0").asText())
                .orElseGet(this::region);
        return new RawJob(file, limited, region);
    }

    private String region() {
        return defaults.region().orElseThrow(() -> new IllegalStateException("checked: there is a default region"));
    }

    private static <V> Map<String, V> values(Node node, Function<String, V> read) {
        Map<String, V> values = new LinkedHashMap<>();
        node.fields()
                .forEach((name, value) ->
                        values.put(name, read.apply(value.json().textValue())));
        return values;
    }
}
