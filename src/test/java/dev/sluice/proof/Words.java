package dev.sluice.proof;

import dev.sluice.batch.JobName;
import dev.sluice.run.Attempt;
import dev.sluice.run.Json;
import dev.sluice.run.Run;
import dev.sluice.storage.ObjectContent;
import dev.sluice.storage.ObjectName;
import java.util.regex.Pattern;

/** Names things as a person would who reads a list of steps: without ids, which differ from run to run. */
final class Words {
    private static final Pattern RECORD = Pattern.compile("runs/.*\\.json");
    private static final Pattern RUN = Pattern.compile("\\d{8}t\\d{6}-[a-z2-7]{20}");
    private static final Pattern CLIENT = Pattern.compile("mlops-template/[a-z-]+/");

    private Words() {}

    static String of(ObjectName name) {
        if (RECORD.matcher(name.name()).matches()) {
            return "the record";
        }
        if (name.name().startsWith("callbacks/")) {
            return "callbacks/RUN";
        }
        String withoutRun = RUN.matcher(name.name()).replaceAll("RUN");
        return CLIENT.matcher(withoutRun).replaceFirst("").replace("outputs/RUN/", "");
    }

    /** A record is told by its state and what else matters in it. */
    static String of(ObjectName name, ObjectContent content) {
        return RECORD.matcher(name.name()).matches()
                ? "the record: " + of(Json.read(content.bytes(), Run.class))
                : of(name);
    }

    static String of(JobName job) {
        return job.id().substring(job.id().lastIndexOf("-a") + 1);
    }

    private static String of(Run run) {
        String attempt =
                run.attempts().size() > 1 ? ", attempt " + run.attempts().size() : "";
        String intent = run.lastAttempt()
                .flatMap(Attempt::intent)
                .map(why -> ", to " + why.kind())
                .orElse("");
        String lease = run.lease().isPresent() ? ", leased" : "";
        return run.state() + attempt + intent + lease;
    }
}
