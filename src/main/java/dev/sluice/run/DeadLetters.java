package dev.sluice.run;

import dev.sluice.RetryLater;
import dev.sluice.SluiceConfig;
import dev.sluice.storage.Condition;
import dev.sluice.storage.ObjectContent;
import dev.sluice.storage.ObjectName;
import dev.sluice.storage.ObjectStore;
import dev.sluice.storage.ReadObject;
import dev.sluice.storage.StoredObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.commons.codec.binary.Base32;
import org.apache.commons.codec.digest.DigestUtils;

/** Keeps what cannot be answered otherwise, at {@code dead-letters/yyyy-MM-dd/ID.json}; the same letter on the same day once. */
@ApplicationScoped
public class DeadLetters {
    /** The most that is kept of a body, in bytes. */
    public static final int LONGEST_BODY = 256 * 1024;

    /** The most that is kept of the reason, which may quote the event, in characters. */
    private static final int LONGEST_WHY = 8 * 1024;

    private static final int WRITES_TRIED = 5;

    private final ObjectStore store;
    private final String bucket;
    private final InstantSource clock;

    public DeadLetters(ObjectStore store, SluiceConfig config, InstantSource clock) {
        this.store = store;
        this.bucket = config.ledgerBucket();
        this.clock = clock;
    }

    /** Keeps a request and why it led nowhere. */
    public void keep(String door, String why, Map<String, String> headers, byte[] body) {
        byte[] start = body.length <= LONGEST_BODY ? body : Arrays.copyOf(body, LONGEST_BODY);
        Optional<String> text = utf8(start);
        DeadLetter letter = new DeadLetter(
                clock.instant(),
                door,
                sound(why, LONGEST_WHY),
                headers,
                text.orElseGet(() -> Base64.getEncoder().encodeToString(start)),
                text.isEmpty(),
                body.length,
                Optional.empty());
        LocalDate day = LocalDate.ofInstant(letter.received(), ZoneOffset.UTC);
        write(new LetterId(day, id(door, headers, body)), letter, Condition.absent());
    }

    private Optional<StoredObject> write(LetterId id, DeadLetter letter, Condition condition) {
        return store.write(at(id), ObjectContent.json(Json.pretty(letter), ListedLetter.metadata(letter)), condition);
    }

    private ObjectName at(LetterId id) {
        return new ObjectName(bucket, id.object());
    }

    /**
     * Letters by their days, the latest first, and within a day by their ids; one call a thousand of them and one for a day without.
     *
     * @param since the earliest day
     * @param after the last letter of the page before; empty for the first page
     * @param most how many letters at once
     */
    public List<ListedLetter> list(LocalDate since, Optional<LetterId> after, int most) {
        List<ListedLetter> page = new ArrayList<>();
        LocalDate day = after.map(LetterId::day).orElseGet(() -> LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
        while (!day.isBefore(since) && page.size() < most) {
            Optional<String> last = after.filter(on(day)).map(LetterId::id);
            try (Stream<StoredObject> objects = store.list(bucket, LetterId.objectsOf(day))) {
                objects.flatMap(object -> ListedLetter.of(object).stream())
                        .filter(letter -> last.map(id -> letter.id().id().compareTo(id) > 0)
                                .orElse(true))
                        .limit(most - page.size())
                        .forEach(page::add);
            }
            day = day.minusDays(1);
        }
        return page;
    }

    private static Predicate<LetterId> on(LocalDate day) {
        return letter -> letter.day().equals(day);
    }

    /** A letter; empty when there is none of this id. */
    public Optional<DeadLetter> find(LetterId id) {
        return store.read(at(id)).map(read -> Json.read(read.bytes(), DeadLetter.class));
    }

    /** Notes what became of a letter that was sent through its door again; a letter that led somewhere stays so. */
    public void replayed(LetterId id, DeadLetter.Replayed how) {
        for (int tried = 0; tried < WRITES_TRIED; tried++) {
            ReadObject read = store.read(at(id))
                    .orElseThrow(() -> new RetryLater(
                            "note the replay of dead letter " + id, new NoSuchElementException("it is gone")));
            DeadLetter letter = Json.read(read.bytes(), DeadLetter.class);
            boolean led = letter.replay().map(DeadLetter.Replayed::led).orElse(false);
            if (led
                    || write(
                                    id,
                                    letter.replayed(how),
                                    Condition.generation(read.object().generation()))
                            .isPresent()) {
                return;
            }
        }
        throw new RetryLater(
                "note the replay of dead letter " + id,
                new ConcurrentModificationException("it was replaced each time"));
    }

    private static String id(String door, Map<String, String> headers, byte[] body) {
        byte[] head = Json.bytes(Map.of(door, new TreeMap<>(headers)));
        byte[] all = ByteBuffer.allocate(head.length + body.length)
                .put(head)
                .put(body)
                .array();
        return new Base32()
                .encodeToString(DigestUtils.sha256(all))
                .toLowerCase(Locale.ROOT)
                .substring(0, 20);
    }

    /** To a number of characters, and with none cut in half, which JSON cannot hold. */
    static String sound(String text, int longest) {
        String start = text.substring(0, Math.min(longest, text.length()));
        return new String(start.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static Optional<String> utf8(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
