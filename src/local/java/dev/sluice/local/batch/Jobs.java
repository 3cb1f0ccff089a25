package dev.sluice.local.batch;

import com.google.cloud.batch.v1.JobName;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/** All jobs that exist, by name and, for as long as Google promises, by the request that made them. */
final class Jobs {
    private final ConcurrentSkipListMap<String, LiveJob> byName = new ConcurrentSkipListMap<>();
    private final Map<String, LiveJob> byRequest = new ConcurrentHashMap<>();
    private final String projectNumber;

    /** @param projectNumber by which errors name every project */
    Jobs(String projectNumber) {
        this.projectNumber = projectNumber;
    }

    /** Adds the job, unless its request made one already, which is then returned; ALREADY_EXISTS for a name in use. */
    synchronized Optional<LiveJob> add(LiveJob job) {
        String request = request(job);
        LiveJob before = job.requestId().isEmpty() ? null : byRequest.get(request);
        if (before != null && Requests.repeats(created(before), created(job))) {
            return Optional.of(before);
        }
        if (byName.putIfAbsent(job.name().toString(), job) != null) {
            throw BatchError.alreadyExists(Names.byNumber(job.name().toString(), projectNumber));
        }
        if (!job.requestId().isEmpty()) {
            byRequest.put(request, job);
        }
        return Optional.empty();
    }

    synchronized void remove(LiveJob job) {
        byName.remove(job.name().toString(), job);
        byRequest.remove(request(job), job);
    }

    /** @param projectNumber a name that has it for its project finds a job of any project */
    Optional<LiveJob> find(JobName name, String projectNumber) {
        LiveJob exact = byName.get(name.toString());
        if (exact != null || !name.getProject().equals(projectNumber)) {
            return Optional.ofNullable(exact);
        }
        return byName.values().stream()
                .filter(job -> job.name().getLocation().equals(name.getLocation())
                        && job.name().getJob().equals(name.getJob()))
                .findFirst();
    }

    private static Instant created(LiveJob job) {
        return Times.instant(job.definition().getCreateTime());
    }

    /** Jobs of a project, in the order of their names; by the number, of all. */
    Stream<LiveJob> in(String project) {
        if (project.equals(projectNumber)) {
            return all();
        }
        String prefix = "projects/" + project + "/locations/";
        return byName.subMap(prefix, prefix + Character.MAX_VALUE).values().stream();
    }

    Stream<LiveJob> all() {
        return byName.values().stream();
    }

    private static String request(LiveJob job) {
        return "%s/%s/%s".formatted(job.name().getProject(), job.name().getLocation(), job.requestId());
    }
}
