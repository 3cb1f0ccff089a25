package dev.sluice.callback;

import dev.sluice.run.OwedCallback;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Callbacks in the order in which to try them: one for each host in turn, so that none waits for all of another's. */
final class ByHost {
    private static final int AT_ONCE = 16;
    private static final int OF_ONE_HOST = 4;

    private final Map<String, Deque<OwedCallback>> hosts = new LinkedHashMap<>();

    ByHost(List<OwedCallback> due) {
        due.forEach(each ->
                hosts.computeIfAbsent(each.host(), host -> new ArrayDeque<>()).add(each));
    }

    /** Those to try at once; hosts that were passed over come first the next time. */
    List<OwedCallback> next() {
        List<OwedCallback> next = new ArrayList<>();
        List<String> asked = new ArrayList<>();
        for (int round = 0; round < OF_ONE_HOST; round++) {
            for (Map.Entry<String, Deque<OwedCallback>> host : hosts.entrySet()) {
                if (next.size() < AT_ONCE && !host.getValue().isEmpty()) {
                    next.add(host.getValue().remove());
                    asked.add(host.getKey());
                }
            }
        }
        asked.forEach(this::moveBack);
        hosts.values().removeIf(Deque::isEmpty);
        return next;
    }

    private void moveBack(String host) {
        Deque<OwedCallback> rest = hosts.remove(host);
        if (rest != null) {
            hosts.put(host, rest);
        }
    }

    /** Leaves a host to the next pass. */
    void drop(String host) {
        hosts.remove(host);
    }

    int left() {
        return hosts.values().stream().mapToInt(Deque::size).sum();
    }
}
