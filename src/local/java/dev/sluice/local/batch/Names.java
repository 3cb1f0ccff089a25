package dev.sluice.local.batch;

import com.google.api.pathtemplate.ValidationException;
import com.google.cloud.batch.v1.JobName;
import com.google.cloud.batch.v1.LocationName;
import com.google.cloud.batch.v1.TaskGroupName;
import com.google.cloud.batch.v1.TaskName;
import java.util.Optional;
import java.util.function.Function;

/** Google's resource names, read from requests. */
final class Names {
    private Names() {}

    static LocationName location(String name) {
        return parse(name, LocationName::parse, "projects/PROJECT/locations/LOCATION");
    }

    static JobName job(String name) {
        return parse(name, JobName::parse, "projects/PROJECT/locations/LOCATION/jobs/JOB");
    }

    static TaskGroupName taskGroup(String name) {
        return parse(name, TaskGroupName::parse, "projects/PROJECT/locations/LOCATION/jobs/JOB/taskGroups/GROUP");
    }

    static TaskName task(String name) {
        return parse(name, TaskName::parse, "projects/PROJECT/locations/LOCATION/jobs/JOB/taskGroups/GROUP/tasks/TASK");
    }

    /** The name with the project's number in place of its id, as Google's errors have it. */
    static String byNumber(String resource, String number) {
        return resource.replaceFirst("^projects/[^/]+", "projects/" + number);
    }

    /** A task's index, when the text is one. */
    static Optional<Integer> index(String text) {
        return text.matches("0|[1-9][0-9]{0,5}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }

    private static <T> T parse(String name, Function<String, T> parser, String pattern) {
        if (name.isEmpty()) {
            throw malformed(name, pattern);
        }
        try {
            return parser.apply(name);
        } catch (ValidationException e) {
            throw malformed(name, pattern);
        }
    }

    private static BatchError malformed(String name, String pattern) {
        return BatchError.field("name", "\"%s\" is not of the form %s.".formatted(name, pattern));
    }
}
