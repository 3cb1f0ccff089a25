package dev.sluice.message;

import dev.sluice.ClientRef;
import dev.sluice.run.Json;
import dev.sluice.run.Run;
import dev.sluice.run.Verdict;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A CloudEvent that says how a run ended, in the binary content mode of the Pub/Sub binding: {@code ce-} attributes and plain
 * ones for subscription filters, and JSON data after {@code /schemas/status-message.schema.json}.
 *
 * @param attributes of the Pub/Sub message
 * @param data JSON in UTF-8; the bytes of {@code status.json}
 */
public record StatusMessage(Map<String, String> attributes, byte[] data) {
    /** The message of a run that has ended; the same bytes each time. */
    public static StatusMessage of(Run run) {
        Verdict verdict = run.verdict()
                .orElseThrow(
                        () -> new IllegalStateException("run %s has not ended: %s".formatted(run.id(), run.state())));
        Map<String, String> attributes = new TreeMap<>();
        attributes.put("ce-specversion", "1.0");
        attributes.put("ce-id", run.id() + "-" + run.state());
        attributes.put("ce-type", "dev.sluice.run." + run.state().name().toLowerCase(Locale.ROOT));
        attributes.put("ce-source", source(run.deployment(), run.client()));
        attributes.put("ce-subject", "runs/" + run.id());
        attributes.put("ce-time", verdict.at().toString());
        attributes.put("content-type", "application/json");
        attributes.put("product", run.client().product());
        attributes.put("client", run.client().client());
        attributes.put("template", run.template().orElse(""));
        attributes.put("state", run.state().name());
        return new StatusMessage(attributes, Json.pretty(StatusData.of(run, verdict)));
    }

    private static String source(String deployment, ClientRef client) {
        return "//sluice.dev/%s/%s".formatted(deployment, client);
    }

    /** The CloudEvent's id: the run's and its state. */
    public String id() {
        return attributes.get("ce-id");
    }
}
