package dev.sluice.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A job in Google's own words.
 *
 * @param file its name beside the template
 * @param job Batch's v1 Job as JSON, its keys in camelCase; the commands and environment variables are still texts with
 *     placeholders
 * @param region where it runs
 */
public record RawJob(String file, JsonNode job, String region) implements Work {
    public RawJob {
        job = job.deepCopy();
    }

    /** A copy: JSON trees can be changed, this record cannot. */
    @Override
    public JsonNode job() {
        return job.deepCopy();
    }

    /**
     * The job with placeholders replaced, only in the containers' commands and in environment variables.
     *
     * @throws IllegalArgumentException when a value is missing
     */
    public JsonNode render(Map<Placeholder, String> values) {
        JsonNode copy = job.deepCopy();
        replaceTexts(copy, source -> Text.parse(source).render(values));
        return copy;
    }

    @Override
    public Stream<Text> texts() {
        Stream.Builder<Text> texts = Stream.builder();
        replaceTexts(job.deepCopy(), source -> {
            texts.add(Text.parse(source));
            return source;
        });
        return texts.build();
    }

    @Override
    public <T> T fold(Function<ContainerWork, T> container, Function<RawJob, T> raw) {
        return raw.apply(this);
    }

    private static void replaceTexts(JsonNode job, UnaryOperator<String> replace) {
        for (JsonNode group : job.path("taskGroups")) {
            JsonNode spec = group.path("taskSpec");
            replaceVariables(spec.path("environment"), replace);
            group.path("taskEnvironments").forEach(environment -> replaceVariables(environment, replace));
            for (JsonNode runnable : spec.path("runnables")) {
                replaceVariables(runnable.path("environment"), replace);
                replaceItems(runnable.path("container").path("commands"), replace);
            }
        }
    }

    private static void replaceVariables(JsonNode environment, UnaryOperator<String> replace) {
        if (environment.path("variables") instanceof ObjectNode variables) {
            variables.properties().forEach(entry -> text(entry.getValue(), replace, entry::setValue));
        }
    }

    private static void replaceItems(JsonNode commands, UnaryOperator<String> replace) {
        if (commands instanceof ArrayNode items) {
            for (int i = 0; i < items.size(); i++) {
                int at = i;
                text(items.get(i), replace, item -> items.set(at, item));
            }
        }
    }

    private static void text(JsonNode node, UnaryOperator<String> replace, Consumer<JsonNode> set) {
        if (node.isTextual()) {
            set.accept(TextNode.valueOf(replace.apply(node.textValue())));
        }
    }
}
