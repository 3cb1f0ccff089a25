package dev.sluice.local.fault;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import com.google.rpc.Code;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An accident that waits for its moment. What JSON does not say means: everywhere, always.
 *
 * @param id given by {@link Faults}
 * @param service where it happens
 * @param kind what goes wrong
 * @param at a method as the API calls it ({@code CreateJob}, {@code Publish}, {@code objects.insert}), or {@code notification}, {@code push},
 *     {@code event}, {@code task}, {@code placement}; {@code *} is any that the kind can strike
 * @param about part of the name of what it is about: a job, a task's {@code JOB/tasks/0}, a zone, a topic, {@code BUCKET/OBJECT}
 * @param code Google's word for what the caller is told; UNAVAILABLE when not said, RESOURCE_EXHAUSTED when throttled
 * @param delay how long something takes or is put off, or when since an attempt's beginning; JSON has {@code 500ms}, {@code 25m} or ISO-8601
 * @param rate calls a second that are not throttled; 100 when not said
 * @param probability that it strikes when it could, 0 to 1; 1 when not said
 * @param after how many chances pass first
 * @param times how often it strikes at most; not said is without end
 * @param details what only one kind needs, such as a quota's {@code metric} and {@code limit}
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Fault(
        String id,
        Service service,
        Kind kind,
        String at,
        String about,
        Optional<Code> code,
        Optional<Duration> delay,
        Optional<Double> rate,
        Optional<Double> probability,
        long after,
        Optional<Long> times,
        Map<String, String> details) {
    private static final double USUAL_RATE = 100;

    /** Whose accident it is. */
    public enum Service {
        STORAGE,
        PUBSUB,
        BATCH;

        /** @throws IllegalArgumentException that lists the words there are */
        @JsonCreator
        public static Service of(String word) {
            return Arrays.stream(values())
                    .filter(service -> service.word().equalsIgnoreCase(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "there is no service \"%s\"; there are storage, pubsub and batch".formatted(word)));
        }

        /** Lower case, as JSON has it. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @throws IllegalArgumentException that names what is missing or out of range */
    public Fault {
        check(service != null, "a fault needs a service: storage, pubsub or batch");
        check(kind != null, "a fault needs a kind, such as refused, answer-lost, slow, late, preempted");
        id = id == null ? "" : id;
        at = at == null || at.isEmpty() ? "*" : at;
        about = about == null ? "" : about;
        code = code == null ? Optional.empty() : code;
        delay = delay == null ? Optional.empty() : delay;
        rate = rate == null ? Optional.empty() : rate;
        probability = probability == null ? Optional.empty() : probability;
        times = times == null ? Optional.empty() : times;
        details = details == null ? Map.of() : Map.copyOf(details);
        check(probability.orElse(1.0) >= 0 && probability.orElse(1.0) <= 1, "probability must be from 0 to 1");
        check(rate.orElse(1.0) > 0, "rate must be above 0");
        check(after >= 0 && times.orElse(0L) >= 0, "after and times must not be below 0");
        check(!delay.orElse(Duration.ZERO).isNegative(), "delay must not be below 0");
        check(code.orElse(Code.UNKNOWN) != Code.OK, "code OK is no fault");
        Points.check(service, kind, at);
    }

    /** One that strikes whenever it can. */
    public static Fault of(Service service, Kind kind) {
        return new Fault(null, service, kind, null, null, null, null, null, null, 0, null, null);
    }

    public Fault at(String point) {
        return new Fault(id, service, kind, point, about, code, delay, rate, probability, after, times, details);
    }

    public Fault about(String part) {
        return new Fault(id, service, kind, at, part, code, delay, rate, probability, after, times, details);
    }

    public Fault code(Code told) {
        return new Fault(
                id, service, kind, at, about, Optional.of(told), delay, rate, probability, after, times, details);
    }

    public Fault delay(Duration time) {
        return new Fault(
                id, service, kind, at, about, code, Optional.of(time), rate, probability, after, times, details);
    }

    public Fault probability(double chance) {
        return new Fault(id, service, kind, at, about, code, delay, rate, Optional.of(chance), after, times, details);
    }

    public Fault rate(double aSecond) {
        return new Fault(
                id, service, kind, at, about, code, delay, Optional.of(aSecond), probability, after, times, details);
    }

    public Fault after(long chances) {
        return new Fault(id, service, kind, at, about, code, delay, rate, probability, chances, times, details);
    }

    public Fault times(long most) {
        return new Fault(
                id, service, kind, at, about, code, delay, rate, probability, after, Optional.of(most), details);
    }

    public Fault details(Map<String, String> all) {
        return new Fault(id, service, kind, at, about, code, delay, rate, probability, after, times, all);
    }

    Fault named(String name) {
        return new Fault(name, service, kind, at, about, code, delay, rate, probability, after, times, details);
    }

    /** What the caller is told. */
    public Code told() {
        return code.orElse(kind == Kind.THROTTLED ? Code.RESOURCE_EXHAUSTED : Code.UNAVAILABLE);
    }

    public Duration delayed() {
        return delay.orElse(Duration.ZERO);
    }

    double allowed() {
        return rate.orElse(USUAL_RATE);
    }

    private static void check(boolean right, String wrong) {
        if (!right) {
            throw new IllegalArgumentException(wrong);
        }
    }
}
