package dev.sluice.catalog;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a text can leave open: one of a closed set, or {@code params.NAME}.
 *
 * @param name as it stands between the braces
 */
public record Placeholder(String name) {
    /** {@code gs://BUCKET/NAME} of the input. */
    public static final Placeholder INPUT_URI = new Placeholder("input.uri");
    /** The input as a file of the task. */
    public static final Placeholder INPUT_PATH = new Placeholder("input.path");
    /** The input's whole object name. */
    public static final Placeholder INPUT_OBJECT = new Placeholder("input.object");
    /** The last segment of the input's name: what the client chose. */
    public static final Placeholder INPUT_NAME = new Placeholder("input.name");
    /** The input's generation. */
    public static final Placeholder INPUT_GENERATION = new Placeholder("input.generation");
    /** {@code gs://BUCKET/PREFIX} of the attempt's outputs. */
    public static final Placeholder OUTPUT_URI = new Placeholder("output.uri");
    /** The attempt's outputs as a folder of the task. */
    public static final Placeholder OUTPUT_PATH = new Placeholder("output.path");
    /** The prefix of the attempt's outputs. */
    public static final Placeholder OUTPUT_OBJECT = new Placeholder("output.object");
    /** The run's id. */
    public static final Placeholder RUN_ID = new Placeholder("run.id");
    /** The attempt's number, from 1. */
    public static final Placeholder RUN_ATTEMPT = new Placeholder("run.attempt");
    /** The client's name. */
    public static final Placeholder CLIENT = new Placeholder("client");
    /** The product's name. */
    public static final Placeholder PRODUCT = new Placeholder("product");
    /** The address of the model that a pipeline hands on. */
    public static final Placeholder MODEL_URI = new Placeholder("model.uri");

    /** The closed set; {@code params.NAME} comes beside it. */
    public static final List<Placeholder> FIXED = List.of(
            INPUT_URI,
            INPUT_PATH,
            INPUT_OBJECT,
            INPUT_NAME,
            INPUT_GENERATION,
            OUTPUT_URI,
            OUTPUT_PATH,
            OUTPUT_OBJECT,
            RUN_ID,
            RUN_ATTEMPT,
            CLIENT,
            PRODUCT,
            MODEL_URI);

    private static final String PARAMS = "params.";
    private static final Pattern PARAMETER = Pattern.compile("params\\.[A-Za-z][A-Za-z0-9_-]{0,62}");

    /** The placeholder of a template's parameter. */
    public static Placeholder parameter(String parameter) {
        return find(PARAMS + parameter)
                .orElseThrow(() -> new IllegalArgumentException("no parameter can be called `" + parameter + "`"));
    }

    /** The placeholder of this name, or empty where there is none. */
    public static Optional<Placeholder> find(String name) {
        return PARAMETER.matcher(name).matches()
                ? Optional.of(new Placeholder(name))
                : FIXED.stream().filter(fixed -> fixed.name.equals(name)).findFirst();
    }

    /** The parameter it stands for, where it is {@code params.NAME}. */
    public Optional<String> parameterName() {
        return name.startsWith(PARAMS) ? Optional.of(name.substring(PARAMS.length())) : Optional.empty();
    }

    @Override
    public String toString() {
        return "{" + name + "}";
    }
}
