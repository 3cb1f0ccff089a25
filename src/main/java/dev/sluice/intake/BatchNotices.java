package dev.sluice.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.batch.JobName;
import dev.sluice.batch.JobNotice;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads what {@code POST /events/batch} is sent: Batch's notices by Pub/Sub push, wrapped, or unwrapped with the attributes as
 * headers. Which job it is stands in {@code JobName}; the state in it is not read, because Batch is asked.
 */
@ApplicationScoped
class BatchNotices {
    Reading<JobNotice> read(EventRequest request) {
        Optional<JsonNode> body = EventJson.object(request.body());
        return body.flatMap(PubSubPush::of)
                .map(push -> read(name -> push.attribute(name).or(() -> inJson(EventJson.object(push.data()), name))))
                .orElseGet(() -> read(name -> request.header(name).or(() -> inJson(body, name))));
    }

    /** Some senders put into JSON what others put into attributes, with a small first letter. */
    private static Optional<String> inJson(Optional<JsonNode> json, String name) {
        String small = Character.toLowerCase(name.charAt(0)) + name.substring(1);
        return json.flatMap(node -> EventJson.text(node, name).or(() -> EventJson.text(node, small)));
    }

    private static Reading<JobNotice> read(Function<String, Optional<String>> attribute) {
        String type = attribute.apply("Type").orElse("JOB_STATE_CHANGED");
        if (type.equals("TASK_STATE_CHANGED")) {
            return Reading.ignored("a notice about a task");
        }
        String name = attribute.apply("JobName").orElse("");
        return JobName.parse(name)
                .map(job -> Reading.found(new JobNotice(job, attribute.apply("JobUID"))))
                .orElseGet(() -> Reading.unreadable(
                        "the notice names no job: JobName is \"%s\"; expected projects/P/locations/L/jobs/ID"
                                .formatted(name)));
    }
}
