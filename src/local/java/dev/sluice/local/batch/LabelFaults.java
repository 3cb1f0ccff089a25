package dev.sluice.local.batch;

import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import dev.sluice.local.fault.Fault;
import dev.sluice.local.fault.Kind;
import dev.sluice.local.fault.Kind.Where;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Faults that a job asks for by labels whose keys begin with {@code local-fault}: a kind, then settings, all joined by {@code _} since a
 * label's value has no other signs: {@code preempted_delay-500ms_times-2}, {@code vm-silent_task-3}, {@code zone-exhausted_times-1}.
 */
@Fidelity(
        what =
                "Labels `local-fault…` of a job: `preempted_delay-500ms_times-2`, `vm-silent_task-3`, `zone-exhausted_times-1`, `lost_state-succeeded`",
        verified = Verified.OURS,
        by = "LabelFaultsTest")
final class LabelFaults {
    static final String KEY = "local-fault";
    private static final String FORM =
            "KIND[_delay-500ms][_times-N][_after-N][_percent-N][_task-N][_any][_zone-ZONE][_metric-NAME][_limit-N][_said][_state-STATE]";
    private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    private LabelFaults() {}

    /** @throws BatchError INVALID_ARGUMENT for a value that is none, with the form of one that is */
    static List<Fault> of(Map<String, String> labels) {
        return labels.entrySet().stream()
                .filter(label -> label.getKey().startsWith(KEY))
                .sorted(Map.Entry.comparingByKey())
                .map(label -> parse(label.getKey(), label.getValue()))
                .toList();
    }

    private static Fault parse(String key, String value) {
        try {
            List<String> parts = List.of(value.split("_"));
            Kind kind = Kind.of(parts.get(0));
            if (kind.where() == Where.CALL) {
                throw new IllegalArgumentException(
                        kind.word() + " strikes calls, not a job's life; set it for the whole local cloud instead");
            }
            Fault fault = Fault.of(Fault.Service.BATCH, kind);
            for (String setting : parts.subList(1, parts.size())) {
                fault = with(fault, setting);
            }
            return fault;
        } catch (IllegalArgumentException e) {
            throw BatchError.invalid("job.labels: \"%s\" of \"%s\" is no fault of the form %s: %s"
                    .formatted(value, key, FORM, e.getMessage()));
        }
    }

    private static Fault with(Fault fault, String setting) {
        int dash = setting.indexOf('-');
        String name = dash < 0 ? setting : setting.substring(0, dash);
        String value = dash < 0 ? "" : setting.substring(dash + 1);
        return switch (name) {
            case "delay" -> fault.delay(time(value));
            case "times" -> fault.times(number(setting, value));
            case "after" -> fault.after(number(setting, value));
            case "percent" -> fault.probability(number(setting, value) / 100.0);
            case "zone" -> fault.about("zones/" + value);
            case "task", "limit" -> detail(fault, name, Long.toString(number(setting, value)));
            case "any", "said" -> detail(fault, name, "true");
            case "metric", "state" ->
                detail(fault, name, value.toUpperCase(Locale.ROOT).replace('-', '_'));
            default -> throw new IllegalArgumentException("there is no setting \"%s\"".formatted(setting));
        };
    }

    private static Fault detail(Fault fault, String name, String value) {
        Map<String, String> details = new HashMap<>(fault.details());
        details.put(name, value);
        return fault.details(details);
    }

    private static long number(String setting, String value) {
        if (!value.matches("\\d{1,9}")) {
            throw new IllegalArgumentException("\"%s\" has no number".formatted(setting));
        }
        return Long.parseLong(value);
    }

    private static Duration time(String value) {
        Matcher matcher = TIME.matcher(value);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("\"%s\" is no time such as 500ms, 2s, 5m or 1h".formatted(value));
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofHours(count);
        };
    }
}
