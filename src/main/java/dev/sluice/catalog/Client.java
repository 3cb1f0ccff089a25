package dev.sluice.catalog;

import dev.sluice.ClientRef;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who uploads.
 *
 * @param ref product and client
 * @param bucket the product's bucket
 * @param templates in the order in which their triggers are tried
 * @param parameters what this client sets; see {@link #parametersFor}
 * @param jobServiceAccount e-mail of the account its jobs run as
 * @param limits how much it may have at once
 */
public record Client(
        ClientRef ref,
        String bucket,
        List<Template> templates,
        Map<String, ParameterValue> parameters,
        String jobServiceAccount,
        Limits limits) {
    public Client {
        templates = List.copyOf(templates);
        parameters = Ordered.copyOf(parameters);
    }

    /** The template that runs for an uploaded object: the first whose trigger matches its name below {@code inputs/}. */
    public Optional<Template> templateFor(String pathBelowInputs) {
        return templates.stream()
                .filter(template -> template.trigger().matches(pathBelowInputs))
                .findFirst();
    }

    /** Whether some of the inputs are data that wait for a marker. */
    public boolean hasMarker() {
        return templates.stream()
                .anyMatch(template -> template.trigger().marker().isPresent());
    }

    /** A value for every parameter of the template: this client's, or the template's default. */
    public Map<String, ParameterValue> parametersFor(Template template) {
        Map<String, ParameterValue> values = new LinkedHashMap<>();
        for (Parameter parameter : template.parameters()) {
            parameter.defaultValue().ifPresent(value -> values.put(parameter.name(), new ParameterValue(value)));
            Optional.ofNullable(parameters.get(parameter.name()))
                    .ifPresent(value -> values.put(parameter.name(), value));
        }
        return Ordered.copyOf(values);
    }
}
