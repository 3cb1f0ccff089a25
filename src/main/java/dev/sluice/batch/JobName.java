package dev.sluice.batch;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A job's place: {@code projects/PROJECT/locations/LOCATION/jobs/ID}. In notices PROJECT may be the project's number. */
@RegisterForReflection
public record JobName(String project, String location, String id) {
    private static final Pattern NAME = Pattern.compile("projects/([^/]+)/locations/([^/]+)/jobs/([^/]+)");
    private static final Pattern ID = Pattern.compile("[a-z]([a-z0-9-]{0,61}[a-z0-9])?");

    public JobName {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("not a Batch job id: \"%s\"; expected %s".formatted(id, ID));
        }
    }

    /** Reads a resource name; empty when the text is none. */
    public static Optional<JobName> parse(String text) {
        Matcher matcher = NAME.matcher(text);
        return matcher.matches() && ID.matcher(matcher.group(3)).matches()
                ? Optional.of(new JobName(matcher.group(1), matcher.group(2), matcher.group(3)))
                : Optional.empty();
    }

    /** Reads a resource name that we wrote ourselves. */
    @JsonCreator
    public static JobName of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("not a name of a job: " + text));
    }

    /** {@code projects/PROJECT/locations/LOCATION}. */
    public String parent() {
        return "projects/" + project + "/locations/" + location;
    }

    /** The same job with the project named otherwise. */
    public JobName inProject(String otherName) {
        return new JobName(otherName, location, id);
    }

    @Override
    @JsonValue
    public String toString() {
        return parent() + "/jobs/" + id;
    }
}
