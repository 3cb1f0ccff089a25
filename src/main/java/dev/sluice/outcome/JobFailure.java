package dev.sluice.outcome;

import dev.sluice.batch.JobSnapshot;
import dev.sluice.batch.StatusEvent;
import dev.sluice.run.Failure;
import dev.sluice.run.FailureKind;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads out of a FAILED job why it failed. The last event is the reason; its exit code, or the one its words name, tells who can
 * do something about it. Codes from 50001 are Batch's own ("Reserved exit codes", Batch troubleshooting).
 */
final class JobFailure {
    private static final Pattern EXIT_CODE = Pattern.compile("exit code (\\d{1,9})\\b");

    private JobFailure() {}

    static Failure of(JobSnapshot job) {
        String reason = lastReason(job);
        Optional<Integer> exitCode = exitCode(job.events(), reason);
        FailureKind kind = kind(reason, exitCode);
        return new Failure(kind, reason, exitCode, hint(kind), Optional.of(log(job)));
    }

    private static String lastReason(JobSnapshot job) {
        List<StatusEvent> events = job.events();
        return events.isEmpty()
                ? "the job failed and Batch gave no reason"
                : events.get(events.size() - 1).description();
    }

    /** The code that the reason names, else that of the last task which had one. */
    private static Optional<Integer> exitCode(List<StatusEvent> events, String reason) {
        Matcher named = EXIT_CODE.matcher(reason);
        if (named.find()) {
            return Optional.of(Integer.parseInt(named.group(1)));
        }
        return events.stream()
                .filter(event -> event.exitCode().isPresent())
                .reduce((earlier, later) -> later)
                .map(event -> event.exitCode().getAsInt());
    }

    private static FailureKind kind(String reason, Optional<Integer> exitCode) {
        if (reason.contains("CODE_GCE_QUOTA_EXCEEDED")) {
            return FailureKind.QUOTA;
        }
        if (reason.contains("CODE_GCE_ZONE_RESOURCE_POOL_EXHAUSTED")) {
            return FailureKind.CAPACITY;
        }
        return switch (exitCode.orElse(0)) {
            case 50001 -> FailureKind.PREEMPTED;
            case 50002, 50003, 50004, 50006 -> FailureKind.VM;
            case 50005 -> FailureKind.TIME_LIMIT;
            default -> FailureKind.APP;
        };
    }

    private static String hint(FailureKind kind) {
        return switch (kind) {
            case QUOTA -> "Ask for more quota in this region, or place the job in another one.";
            case CAPACITY -> "The zone has no such machine now: name no zone, more regions, or another machine type.";
            case PREEMPTED -> "The Spot VM was taken away: allow retries, or use STANDARD provisioning.";
            case VM -> "The VM stopped reporting or was restarted; if it happens again, give the task more memory.";
            case TIME_LIMIT -> "The task ran longer than its timeLimit: raise it, or make the input smaller.";
            case APP, INVALID_INPUT, GUARDRAIL, BUDGET, NO_OUTPUT, VANISHED, INTERNAL ->
                "The program in the container failed: its log says why.";
        };
    }

    private static String log(JobSnapshot job) {
        return "Cloud Logging, project %s: labels.job_uid=\"%s\""
                .formatted(job.name().project(), job.uid());
    }
}
