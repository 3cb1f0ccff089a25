package dev.sluice.local.batch;

import com.google.cloud.batch.v1.Job;
import com.google.cloud.batch.v1.JobStatus;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A field of a job that a filter can compare. */
interface JobField {
    String LABELS = "labels.";
    String ANY = "*";

    /** @return the comparison, or nothing when the field does not know the operator or the value */
    Optional<Predicate<Job>> compare(String operator, String value);

    static Optional<JobField> parse(String name) {
        if (name.startsWith(LABELS)) {
            String key = name.substring(LABELS.length());
            return Optional.of(text(job -> job.getLabelsMap().get(key)));
        }
        return switch (name) {
            case "labels" -> Optional.of(labels());
            case "name" -> Optional.of(text(Job::getName));
            case "uid" -> Optional.of(text(Job::getUid));
            case "status.state", "state" -> Optional.of(state());
            case "create_time", "createTime" -> Optional.of(time(job -> Times.instant(job.getCreateTime())));
            case "update_time", "updateTime" -> Optional.of(time(job -> Times.instant(job.getUpdateTime())));
            case "priority" -> Optional.of(priority());
            default -> Optional.empty();
        };
    }

    /** Equal, where a star stands for anything; a job that has no such text differs from every text. */
    private static JobField text(Function<Job, String> field) {
        return (operator, value) -> {
            Pattern wanted = glob(value);
            Predicate<Job> equal = job -> Optional.ofNullable(field.apply(job))
                    .filter(text -> wanted.matcher(text).matches())
                    .isPresent();
            return switch (operator) {
                case "=", ":" -> Optional.of(equal);
                case "!=" -> Optional.of(equal.negate());
                default -> Optional.empty();
            };
        };
    }

    private static Pattern glob(String value) {
        return Pattern.compile(
                Arrays.stream(value.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")),
                Pattern.DOTALL);
    }

    private static JobField labels() {
        return (operator, key) -> operator.equals(":")
                ? Optional.of(job -> key.equals(ANY) ? job.getLabelsCount() > 0 : job.containsLabels(key))
                : Optional.empty();
    }

    private static JobField state() {
        return (operator, value) -> Arrays.stream(JobStatus.State.values())
                .filter(state -> state.name().equals(value))
                .findFirst()
                .flatMap(state -> text(job -> job.getStatus().getState().name()).compare(operator, value));
    }

    private static JobField time(Function<Job, Instant> field) {
        return (operator, value) -> {
            if (operator.equals(":") && value.equals(ANY)) {
                return Optional.of(job -> true);
            }
            try {
                Instant at = OffsetDateTime.parse(value).toInstant();
                return order(operator)
                        .map(order -> job -> order.test(field.apply(job).compareTo(at)));
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        };
    }

    private static JobField priority() {
        return (operator, value) -> {
            try {
                long wanted = Long.parseLong(value);
                return order(operator).map(order -> job -> order.test(Long.compare(job.getPriority(), wanted)));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        };
    }

    private static Optional<IntPredicate> order(String operator) {
        return switch (operator) {
            case "=" -> Optional.of(c -> c == 0);
            case "!=" -> Optional.of(c -> c != 0);
            case "<" -> Optional.of(c -> c < 0);
            case "<=" -> Optional.of(c -> c <= 0);
            case ">" -> Optional.of(c -> c > 0);
            case ">=" -> Optional.of(c -> c >= 0);
            default -> Optional.empty();
        };
    }
}
