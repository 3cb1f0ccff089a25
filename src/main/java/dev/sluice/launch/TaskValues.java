package dev.sluice.launch;

import dev.sluice.catalog.Placeholder;
import dev.sluice.run.InputObject;
import dev.sluice.run.Run;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What a task is told about its run: the placeholders' values, and the same again as {@code SLUICE_…} variables. */
final class TaskValues {
    /** Where a task finds the client's part of the bucket. */
    static final String MOUNT = "/mnt/disks/client";

    private TaskValues() {}

    static Map<Placeholder, String> of(Run run, int attempt) {
        Map<Placeholder, String> values = new HashMap<>();
        run.input().ifPresent(input -> putInput(values, run, input));
        String output = withoutSlash(run.outputPrefix(attempt));
        values.put(Placeholder.OUTPUT_URI, "gs://" + run.bucket() + "/" + output);
        values.put(Placeholder.OUTPUT_OBJECT, output);
        values.put(Placeholder.OUTPUT_PATH, onMount(run, output));
        values.put(Placeholder.RUN_ID, run.id().value());
        values.put(Placeholder.RUN_ATTEMPT, Integer.toString(attempt));
        values.put(Placeholder.PRODUCT, run.client().product());
        values.put(Placeholder.CLIENT, run.client().client());
        run.parameters().forEach((name, value) -> values.put(Placeholder.parameter(name), value));
        return values;
    }

    private static void putInput(Map<Placeholder, String> values, Run run, InputObject input) {
        values.put(Placeholder.INPUT_URI, input.name().uri());
        values.put(Placeholder.INPUT_OBJECT, input.name().name());
        values.put(Placeholder.INPUT_NAME, input.name().lastSegment());
        values.put(Placeholder.INPUT_GENERATION, Long.toString(input.generation()));
        if (input.name().isPath()) {
            values.put(Placeholder.INPUT_PATH, onMount(run, input.name().name()));
        }
    }

    /** {@code input.uri} → {@code SLUICE_INPUT_URI}, {@code params.locale} → {@code SLUICE_PARAM_LOCALE}. */
    static Map<String, String> asVariables(Map<Placeholder, String> values) {
        Map<String, String> variables = new HashMap<>();
        values.forEach((placeholder, value) -> variables.put(variable(placeholder), value));
        return variables;
    }

    private static String variable(Placeholder placeholder) {
        String name = placeholder
                .parameterName()
                .map(parameter -> "param_" + parameter)
                .orElse(placeholder.name());
        return "SLUICE_" + name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /** Where a task finds an object of the client's. */
    static String onMount(Run run, String object) {
        return MOUNT + "/" + object.substring(run.client().prefix().length());
    }

    private static String withoutSlash(String prefix) {
        return prefix.substring(0, prefix.length() - 1);
    }
}
