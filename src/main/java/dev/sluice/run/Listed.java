package dev.sluice.run;

import dev.sluice.storage.StoredObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a list shows of a run without reading its record: it is kept in the record's metadata, written in the same insert.
 *
 * @param template empty where none matched
 * @param estimate what the run may cost; empty where that is not known
 * @param cost what an ended run did cost; empty where that is not known, and before
 * @param replayedBy the run that took a rejected one's place, where there is one
 * @param written when the record was last written
 */
public record Listed(
        RunId id,
        RunState state,
        Optional<String> template,
        Optional<Money> estimate,
        Optional<Money> cost,
        Optional<RunId> replayedBy,
        Instant written) {
    private static final String STATE = "state";
    private static final String TEMPLATE = "template";
    private static final String ESTIMATE = "estimate";
    private static final String COST = "cost";
    private static final String CURRENCY = "currency";
    private static final String REPLAYED = "replayed-by";

    /** The metadata of a run's record. */
    static Map<String, String> metadata(Run run) {
        Optional<Money> cost = run.verdict().flatMap(Verdict::cost);
        Map<String, String> metadata = new HashMap<>();
        metadata.put(STATE, run.state().name());
        run.template().ifPresent(template -> metadata.put(TEMPLATE, template));
        run.verdict().ifPresent(verdict -> metadata.put("end", verdict.at().toString()));
        run.estimate().ifPresent(money -> metadata.put(ESTIMATE, money.amount().toPlainString()));
        cost.ifPresent(money -> metadata.put(COST, money.amount().toPlainString()));
        cost.or(run::estimate).ifPresent(money -> metadata.put(CURRENCY, money.currency()));
        run.replay().ifPresent(replay -> metadata.put(REPLAYED, replay.by().value()));
        return metadata;
    }

    /** Reads an entry of a list; empty when the object is no record of a run. */
    static Optional<Listed> of(StoredObject object) {
        String file = object.name().lastSegment();
        String id = file.replaceFirst("^\\d{5}-", "").replaceFirst("\\.json$", "");
        Map<String, String> metadata = object.metadata();
        return RunId.parse(id).flatMap(run -> state(metadata.getOrDefault(STATE, ""))
                .map(state -> new Listed(
                        run,
                        state,
                        Optional.ofNullable(metadata.get(TEMPLATE)),
                        money(metadata, ESTIMATE),
                        money(metadata, COST),
                        RunId.parse(metadata.getOrDefault(REPLAYED, "")),
                        object.created())));
    }

    private static Optional<RunState> state(String name) {
        return Stream.of(RunState.values())
                .filter(state -> state.name().equals(name))
                .findFirst();
    }

    /** What people wrote into the metadata by hand is no amount of ours. */
    private static Optional<Money> money(Map<String, String> metadata, String key) {
        Optional<String> amount = Optional.ofNullable(metadata.get(key));
        Optional<String> currency = Optional.ofNullable(metadata.get(CURRENCY));
        try {
            return amount.flatMap(text -> currency.map(code -> new Money(new BigDecimal(text), code)));
        } catch (NumberFormatException notOurs) {
            return Optional.empty();
        }
    }
}
