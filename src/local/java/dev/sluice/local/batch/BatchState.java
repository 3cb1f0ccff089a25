package dev.sluice.local.batch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a person wants to see of a local Batch, as JSON can have it. */
final class BatchState {
    private BatchState() {}

    static Map<String, Object> of(Jobs jobs, Fleet fleet, Notices notices) {
        Map<String, Long> states = new TreeMap<>();
        List<Map<String, Object>> each = new ArrayList<>();
        jobs.all().map(LiveJob::summary).forEach(job -> {
            states.merge(job.state(), 1L, Long::sum);
            each.add(job.asMap());
        });
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("states", states);
        state.put("jobs", each);
        state.put("fleet", fleet.state());
        state.put("notifications", notices.state());
        return state;
    }

    /**
     * One job in short.
     *
     * @param tasks how many are in which state
     * @param vms how many it has
     */
    record Summary(String name, String uid, String state, Map<String, Long> tasks, int vms) {
        Map<String, Object> asMap() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("name", name);
            map.put("uid", uid);
            map.put("state", state);
            map.put("tasks", tasks);
            map.put("vms", vms);
            return map;
        }
    }
}
