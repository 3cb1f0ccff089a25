package dev.sluice.run;

import dev.sluice.batch.JobName;
import dev.sluice.batch.JobSnapshot;
import dev.sluice.batch.StatusEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads out of a job why it came to nothing. Pure, and asked only about a job whose state says that it did. The last event is the
 * reason; its exit code, or the one its words name, tells who can do something about it. Codes from 50001 are Batch's own ("Reserved exit
 * codes", Batch troubleshooting).
 */
public final class JobFailure {
    private static final int PREEMPTED = 50001;
    private static final int SILENT = 50002;
    private static final int REBOOTED = 50003;
    private static final int UNRESPONSIVE = 50004;
    private static final int OVER_ITS_TIME = 50005;
    private static final int RECREATED = 50006;

    private static final Pattern EXIT_CODE = Pattern.compile("exit code (\\d{1,9})\\b");
    private static final Pattern NO_ROOM = Pattern.compile(
            "ZONE_RESOURCE_POOL_EXHAUSTED|does not have enough resources available|SCHEDULED_PENDING_QUEUED");
    private static final Pattern NO_QUOTA =
            Pattern.compile("CODE_GCE_QUOTA_EXCEEDED|Quota '[^']*' exceeded|quota exceeded");
    private static final Pattern ONLY_A_STATE = Pattern.compile("Job state is set from \\S+ to \\S+ for job \\S+");

    private JobFailure() {}

    /** Why a FAILED job failed. */
    static Failure of(JobSnapshot job) {
        String reason = job.events().isEmpty()
                ? "the job failed and Batch gave no reason"
                : last(job.events()).description();
        Optional<Integer> exitCode = exitCode(job.events(), reason);
        FailureKind kind = kind(reason, exitCode, job);
        return new Failure(kind, reason, exitCode, hint(kind, exitCode), Optional.of(log(job)));
    }

    /** Why a job was given up that never began: the words of whoever had no room for it, where anybody said any. */
    static Failure neverBegan(JobSnapshot job, Intent intent) {
        Optional<String> word = lastWord(job);
        boolean quota = word.filter(said -> NO_QUOTA.matcher(said).find()).isPresent();
        FailureKind kind = quota ? FailureKind.QUOTA : FailureKind.CAPACITY;
        return new Failure(
                kind, word.orElse(intent.why()), Optional.empty(), hint(kind, Optional.empty()), Optional.of(log(job)));
    }

    /** Why a run failed whose job is no more. */
    static Failure vanished(JobName job) {
        return Failure.of(
                FailureKind.VANISHED,
                "Batch has no job " + job + " any more",
                "Somebody deleted it, or its record grew older than 60 days: start the run again.");
    }

    /** What a person should know of a job that waits: the last event that says more than which state came after which. */
    static Optional<String> lastWord(JobSnapshot job) {
        return lastOf(job, text -> !ONLY_A_STATE.matcher(text).find())
                .or(() -> lastOf(job, text -> NO_ROOM.matcher(text).find()));
    }

    private static Optional<String> lastOf(JobSnapshot job, Predicate<String> wanted) {
        return job.events().stream()
                .map(StatusEvent::description)
                .filter(wanted)
                .reduce((earlier, later) -> later);
    }

    /** A VM and task that hang are tried again once: twice is more likely the task's doing. */
    static boolean hadItsRepeats(Run run, Failure failure) {
        return is(failure, UNRESPONSIVE) && earlier(run, UNRESPONSIVE) > 0;
    }

    /** A VM that went silent for the second time was most likely starved by its task. */
    static boolean callsForMemory(Run run, Failure failure) {
        return is(failure, SILENT) && earlier(run, SILENT) > 0;
    }

    /** The failure of a run that has no attempt left, with what all of them met. */
    static Failure forGood(Run run, Failure failure) {
        List<Attempt> before = run.attempts().subList(0, run.attempts().size() - 1);
        if (before.isEmpty()) {
            return failure;
        }
        String places = Stream.concat(before.stream(), run.lastAttempt().stream())
                .map(attempt -> attempt.job().name().location())
                .distinct()
                .collect(Collectors.joining(", "));
        return new Failure(
                failure.kind(),
                failure.reason(),
                failure.exitCode(),
                "All %d attempts (%s) were lost. %s".formatted(run.attempts().size(), places, failure.hint()),
                failure.log());
    }

    private static long earlier(Run run, int exitCode) {
        return run.attempts().stream()
                .flatMap(attempt -> attempt.end().stream())
                .filter(end -> is(end.failure(), exitCode))
                .count();
    }

    private static boolean is(Failure failure, int exitCode) {
        return failure.exitCode().filter(code -> code == exitCode).isPresent();
    }

    private static StatusEvent last(List<StatusEvent> events) {
        return events.get(events.size() - 1);
    }

    /** The code that the reason names, else that of the last task which had one. */
    private static Optional<Integer> exitCode(List<StatusEvent> events, String reason) {
        Matcher named = EXIT_CODE.matcher(reason);
        if (named.find()) {
            return Optional.of(Integer.parseInt(named.group(1)));
        }
        return events.stream()
                .map(StatusEvent::exitCode)
                .filter(OptionalInt::isPresent)
                .reduce((earlier, later) -> later)
                .map(OptionalInt::getAsInt);
    }

    private static FailureKind kind(String reason, Optional<Integer> exitCode, JobSnapshot job) {
        if (NO_QUOTA.matcher(reason).find()) {
            return FailureKind.QUOTA;
        }
        if (NO_ROOM.matcher(reason).find()) {
            return FailureKind.CAPACITY;
        }
        return exitCode.map(JobFailure::kindOf).orElseGet(() -> withoutCode(job));
    }

    private static FailureKind kindOf(int exitCode) {
        return switch (exitCode) {
            case PREEMPTED -> FailureKind.PREEMPTED;
            case SILENT, REBOOTED, UNRESPONSIVE, RECREATED -> FailureKind.VM;
            case OVER_ITS_TIME -> FailureKind.TIME_LIMIT;
            default -> FailureKind.APP;
        };
    }

    /** No task told of its end. A job that never began was waiting for a machine, and what it last met says for what. */
    private static FailureKind withoutCode(JobSnapshot job) {
        boolean began = job.ran().compareTo(Duration.ZERO) > 0;
        Optional<String> word = lastWord(job);
        if (!began && word.filter(said -> NO_QUOTA.matcher(said).find()).isPresent()) {
            return FailureKind.QUOTA;
        }
        return !began && word.filter(said -> NO_ROOM.matcher(said).find()).isPresent()
                ? FailureKind.CAPACITY
                : FailureKind.APP;
    }

    private static String hint(FailureKind kind, Optional<Integer> exitCode) {
        return switch (kind) {
            case QUOTA -> "Ask for more quota in this region, or place the job in another one.";
            case CAPACITY -> "There is no such machine now: name no zone, more regions, or another machine type.";
            case PREEMPTED -> "The Spot VM was taken away: allow retries, or use STANDARD provisioning.";
            case VM -> "The VM stopped reporting or was restarted; if it happens again, give the task more memory.";
            case TIME_LIMIT -> "The task ran longer than its timeLimit: raise it, or make the input smaller.";
            case APP, INVALID_INPUT, GUARDRAIL, BUDGET, NO_OUTPUT, VANISHED, INTERNAL ->
                exitCode.isPresent()
                        ? "The program in the container failed: its log says why."
                        : "No task told of its end: look at the job's events and the log; an image or a bucket that cannot be had"
                                + " is a usual cause.";
        };
    }

    private static String log(JobSnapshot job) {
        return "Cloud Logging, project %s: labels.job_uid=\"%s\""
                .formatted(job.name().project(), job.uid());
    }
}
