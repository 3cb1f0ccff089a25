package dev.sluice.callback;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The twin of those who are called back: keeps what they were sent, and answers by host as a test says, 200 if it says nothing. */
public final class Receiver implements Poster {
    /** What came, the key only as to whether there was one. */
    public record Received(Instant at, URI url, String id, boolean withKey, String body) {}

    private static final Answer TAKEN = Answer.of(200, "thanks");

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final InstantSource clock;
    private volatile Runnable during = () -> {};

    public Receiver(InstantSource clock) {
        this.clock = clock;
    }

    /** From now on a host answers with this status. */
    public void answers(String host, int status) {
        answers.put(host, Answer.of(status, "as the test says"));
    }

    /** Done while somebody waits for the answer. */
    public void during(Runnable something) {
        during = something;
    }

    /** From now on a host does not answer. */
    public void silent(String host) {
        answers.put(host, Answer.silent("no answer within 10 s"));
    }

    public List<Received> received() {
        return List.copyOf(received);
    }

    /** The ids of all that came, repeats included. */
    public List<String> ids() {
        return received.stream().map(Received::id).toList();
    }

    @Override
    public Answer post(Post post) {
        received.add(new Received(
                clock.instant(),
                post.url(),
                post.id(),
                post.key().isPresent(),
                new String(post.body(), StandardCharsets.UTF_8)));
        during.run();
        return answers.getOrDefault(post.url().getHost(), TAKEN);
    }
}
