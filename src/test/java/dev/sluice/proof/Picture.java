package dev.sluice.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.batch.JobSnapshot;
import dev.sluice.run.Json;
import dev.sluice.run.Run;
import dev.sluice.storage.ObjectName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What is to be seen in the end, without times: a run that was held up by a crash ends later, and intermediate states may be missing.
 *
 * @param runs every record
 * @param pointers what is still owed
 * @param jobs name and state of every job
 * @param files name and contents of every client's objects
 * @param messages the ids of the messages that were sent
 * @param callbacks the ids that somebody else was told
 */
record Picture(
        List<String> runs,
        List<String> pointers,
        Map<String, String> jobs,
        Map<String, String> files,
        Set<String> messages,
        Set<String> callbacks) {
    private static final List<String> OF_THE_MOMENT = List.of("timeline", "lease", "jobUid", "durations");

    static Picture of(Outside outside) {
        return new Picture(
                outside.runs().stream().map(Picture::of).toList(),
                outside.pointers(),
                outside.jobs.all().stream()
                        .collect(Collectors.toMap(
                                job -> job.name().toString(),
                                (JobSnapshot job) -> job.state().name(),
                                (a, b) -> a,
                                TreeMap::new)),
                outside.store.names(Outside.BUCKET).stream()
                        .collect(
                                Collectors.toMap(name -> name, name -> file(outside, name), (a, b) -> a, TreeMap::new)),
                new TreeSet<>(outside.topics.ids()),
                new TreeSet<>(outside.thirdParty.ids()));
    }

    private static String of(Run run) {
        return timeless(Json.pretty(run));
    }

    private static String file(Outside outside, String name) {
        byte[] bytes = outside.store
                .read(new ObjectName(Outside.BUCKET, name))
                .orElseThrow()
                .bytes();
        return name.endsWith("status.json") ? timeless(bytes) : new String(bytes, StandardCharsets.UTF_8);
    }

    private static String timeless(byte[] json) {
        JsonNode tree = Json.read(json, JsonNode.class);
        tree.findParents("timeline").forEach(node -> ((ObjectNode) node).remove(OF_THE_MOMENT));
        tree.findParents("jobUid").forEach(node -> ((ObjectNode) node).remove(OF_THE_MOMENT));
        return tree.toPrettyString().replaceAll("\"\\d{4}-\\d{2}-\\d{2}T[0-9:.]+Z\"", "\"…\"");
    }
}
