package dev.sluice.run;

import dev.sluice.SluiceConfig;
import dev.sluice.storage.Condition;
import dev.sluice.storage.ObjectContent;
import dev.sluice.storage.ObjectName;
import dev.sluice.storage.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.codec.binary.Base32;
import org.apache.commons.codec.digest.DigestUtils;

/** Keeps what cannot be answered otherwise, at {@code dead-letters/yyyy-MM-dd/ID.json}; the same letter on the same day once. */
@ApplicationScoped
public class DeadLetters {
    /** The most that is kept of a body, in bytes. */
    public static final int LONGEST_BODY = 256 * 1024;

    /** The most that is kept of the reason, which may quote the event, in characters. */
    private static final int LONGEST_WHY = 8 * 1024;

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
                sound(why),
                headers,
                text.orElseGet(() -> Base64.getEncoder().encodeToString(start)),
                text.isEmpty(),
                body.length);
        LocalDate day = LocalDate.ofInstant(letter.received(), ZoneOffset.UTC);
        ObjectName name = new ObjectName(bucket, "dead-letters/%s/%s.json".formatted(day, id(door, headers, body)));
        store.write(name, ObjectContent.json(Json.pretty(letter)), Condition.absent());
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

    /** To {@link #LONGEST_WHY} characters, and with none cut in half, which JSON cannot hold. */
    private static String sound(String why) {
        String start = why.substring(0, Math.min(LONGEST_WHY, why.length()));
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
