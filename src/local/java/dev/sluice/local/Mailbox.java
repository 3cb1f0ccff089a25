package dev.sluice.local;

import dev.sluice.ClientRef;
import dev.sluice.run.RunKey;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The messages that clients received. */
final class Mailbox {
    private final Map<ClientRef, List<HeardMessage>> messages = new ConcurrentHashMap<>();

    void put(ClientRef client, HeardMessage message) {
        messages.computeIfAbsent(client, any -> new CopyOnWriteArrayList<>()).add(message);
    }

    /** The messages about a run, on its client's topic. */
    List<HeardMessage> about(RunKey run) {
        return messages.getOrDefault(run.client(), List.of()).stream()
                .filter(message -> message.id().startsWith(run.id().value()))
                .toList();
    }

    boolean has(RunKey run) {
        return !about(run).isEmpty();
    }

    /** How many there are, about whatever. */
    int size() {
        return messages.values().stream().mapToInt(List::size).sum();
    }
}
