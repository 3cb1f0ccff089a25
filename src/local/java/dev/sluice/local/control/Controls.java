package dev.sluice.local.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.local.control.ControlServer.Answer;
import dev.sluice.local.fault.Fault;
import dev.sluice.local.fault.Faults;
import dev.sluice.local.time.LocalClock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What can be controlled, whatever wire it came over. */
public final class Controls {
    private static final String HELP =
            """
            The local cloud's controls. JSON in, JSON out.

            GET    /_local/state                what there is: buckets, topics, subscriptions, jobs, VMs, clock, faults
            POST   /_local/reset                forget all data, faults too      {} or {"services": ["batch"]}
            GET    /_local/clock                the time here
            POST   /_local/clock                move it forward                  {"advance": "2h"} or {"set": "2027-01-01T00:00:00Z"}
            GET    /_local/faults               the faults that are set, and how often each has struck
            POST   /_local/faults               set one more                     {"service": "batch", "kind": "preempted", "times": 1}
            PUT    /_local/faults               these instead of all others      {"seed": 7, "faults": [...]}
            DELETE /_local/faults[/ID]          forget all, or one
            GET    /_local/fleet                zones and quotas
            PUT    /_local/fleet                other zones and quotas           {"zones": {"europe-west1-b": 2}}

            docs/local-cloud.md tells the kinds of faults.
            """;

    /** One of the three services. */
    public interface Service {
        /** What a person wants to know of it, as JSON. */
        Map<String, Object> state();

        /** Forgets all data. */
        void reset();
    }

    /** Something that can be read and set as a whole. */
    public interface Dial {
        Object get();

        /** @throws IllegalArgumentException that says what is wrong */
        void set(JsonNode value);
    }

    private final LocalClock clock;
    private final Faults faults;
    private final Map<String, Service> services;
    private final Map<String, Dial> dials;
    private final ObjectMapper json = ControlJson.mapper();

    /**
     * @param services by the names {@code storage}, {@code pubsub}, {@code batch}
     * @param dials by their names in addresses
     */
    public Controls(LocalClock clock, Faults faults, Map<String, Service> services, Map<String, Dial> dials) {
        this.clock = clock;
        this.faults = faults;
        this.services = new TreeMap<>(services);
        this.dials = new TreeMap<>(dials);
    }

    /** @throws IllegalArgumentException for a request that makes no sense, with what would */
    Answer answer(String method, String path, JsonNode body) {
        String[] parts = path.replaceFirst("^/", "").split("/");
        return switch (method + " " + parts[0] + (parts.length > 1 ? "/*" : "")) {
            case "GET " -> new Answer(200, HELP);
            case "GET state" -> new Answer(200, state());
            case "POST reset" -> reset(body);
            case "GET clock" -> new Answer(200, time());
            case "POST clock" -> move(body);
            case "GET faults" -> new Answer(200, listed());
            case "POST faults" -> new Answer(201, faults.add(ControlJson.read(json, body, Fault.class)));
            case "PUT faults" -> replace(body);
            case "DELETE faults" -> replace(json.createObjectNode());
            case "DELETE faults/*" -> remove(parts[1]);
            default ->
                dial(method, parts[0], body)
                        .orElseGet(() -> ControlServer.error(
                                404,
                                "there is no %s /_local%s; GET /_local/ tells what there is".formatted(method, path)));
        };
    }

    /** Reads or sets the dial of a name. */
    private Optional<Answer> dial(String method, String name, JsonNode body) {
        return Optional.ofNullable(dials.get(name))
                .filter(dial -> method.matches("GET|PUT"))
                .map(dial -> {
                    if (method.equals("PUT")) {
                        dial.set(body);
                    }
                    return new Answer(200, dial.get());
                });
    }

    private Map<String, Object> state() {
        Map<String, Object> all = new LinkedHashMap<>();
        services.forEach((name, service) -> all.put(name, service.state()));
        all.put("clock", time());
        all.put("faults", listed());
        dials.forEach((name, dial) -> all.put(name, dial.get()));
        return all;
    }

    private Answer reset(JsonNode body) {
        List<String> named = new ArrayList<>();
        body.path("services").forEach(name -> named.add(name.asText()));
        named.forEach(name ->
                check(services.containsKey(name), "there is no service \"%s\"; there are %s", name, services.keySet()));
        onlyFields(body, "services");
        // jobs first: what still runs would write into buckets that are gone
        List<String> order = List.of("batch", "pubsub", "storage");
        order.stream()
                .filter(name -> services.containsKey(name) && (named.isEmpty() || named.contains(name)))
                .forEach(name -> services.get(name).reset());
        if (named.isEmpty()) {
            faults.begin(faults.seed());
        }
        return new Answer(200, state());
    }

    private Map<String, Object> time() {
        Map<String, Object> time = new LinkedHashMap<>();
        time.put("now", clock.instant().toString());
        time.put("ahead", Durations.text(clock.offset()));
        return time;
    }

    private Answer move(JsonNode body) {
        onlyFields(body, "advance", "set");
        check(body.has("advance") != body.has("set"), "the clock takes either \"advance\" or \"set\"");
        if (body.has("advance")) {
            clock.advance(Durations.parse(body.get("advance").asText()));
        } else {
            clock.set(instant(body.get("set").asText()));
        }
        return new Answer(200, time());
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("\"%s\" is no time such as 2027-01-01T00:00:00Z".formatted(text));
        }
    }

    private Map<String, Object> listed() {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Fault fault : faults.all()) {
            @SuppressWarnings("unchecked") // a record becomes an object
            Map<String, Object> shown = json.convertValue(fault, LinkedHashMap.class);
            shown.put("strikes", faults.strikes(fault.id()).orElse(0L));
            all.add(shown);
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("seed", faults.seed());
        answer.put("faults", all);
        return answer;
    }

    /** All or nothing: a list with one that is wrong changes nothing. */
    private Answer replace(JsonNode body) {
        onlyFields(body, "seed", "faults");
        List<Fault> wanted = new ArrayList<>();
        body.path("faults").forEach(each -> wanted.add(ControlJson.read(json, each, Fault.class)));
        faults.begin(Optional.ofNullable(body.get("seed")).map(JsonNode::asLong).orElse(faults.seed()));
        wanted.forEach(faults::add);
        return new Answer(200, listed());
    }

    private Answer remove(String id) {
        return faults.remove(id)
                ? new Answer(200, listed())
                : ControlServer.error(404, "there is no fault \"%s\"; GET /_local/faults lists them".formatted(id));
    }

    private static void onlyFields(JsonNode body, String... known) {
        check(body.isObject(), "the body must be a JSON object");
        body.fieldNames()
                .forEachRemaining(name -> check(
                        List.of(known).contains(name), "unknown field \"%s\"; there are %s", name, List.of(known)));
    }

    private static void check(boolean right, String wrong, Object... details) {
        if (!right) {
            throw new IllegalArgumentException(wrong.formatted(details));
        }
    }
}
