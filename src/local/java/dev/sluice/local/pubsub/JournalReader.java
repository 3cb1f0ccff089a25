package dev.sluice.local.pubsub;

import com.google.iam.v1.Policy;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.Snapshot;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/** Reads a journal back, up to its end or to the change that a killed process did not finish. */
final class JournalReader {
    private static final int LARGEST = 64 * 1024 * 1024;

    private JournalReader() {}

    static void replay(Path file, Changes to) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            while (next(in, to)) {
                // each turn applies one change
            }
        }
    }

    private static boolean next(DataInputStream in, Changes to) throws IOException {
        try {
            int length = in.readInt();
            int expected = in.readInt();
            if (length < 1 || length > LARGEST) {
                return false;
            }
            byte[] body = in.readNBytes(length);
            CRC32 checksum = new CRC32();
            checksum.update(body);
            if (body.length < length || (int) checksum.getValue() != expected) {
                return false;
            }
            apply(new DataInputStream(new ByteArrayInputStream(body)), to);
            return true;
        } catch (EOFException e) {
            return false;
        }
    }

    private static void apply(DataInputStream body, Changes to) throws IOException {
        switch (Journal.Kind.values()[body.readByte()]) {
            case TOPIC -> to.topic(Topic.parseFrom(body));
            case TOPIC_DELETED -> to.topicDeleted(body.readUTF());
            case SUBSCRIPTION -> to.subscription(Subscription.parseFrom(body));
            case SUBSCRIPTION_DELETED -> to.subscriptionDeleted(body.readUTF());
            case MESSAGE -> {
                List<String> subscriptions = strings(body);
                to.message(PubsubMessage.parseFrom(body), subscriptions);
            }
            case SETTLED -> to.settled(body.readUTF(), longs(body));
            case IDS_BELOW -> to.idsBelow(body.readLong());
            case FAILURES -> to.failures(body.readUTF(), counts(body));
            case POLICY -> to.policy(body.readUTF(), Policy.parseFrom(body));
            case SNAPSHOT -> to.snapshot(Snapshot.parseDelimitedFrom(body), Subscription.parseFrom(body));
            case SNAPSHOT_DELETED -> to.snapshotDeleted(body.readUTF());
            case COPIED -> to.copied(body.readUTF(), body.readUTF());
        }
    }

    private static List<String> strings(DataInputStream body) throws IOException {
        int count = body.readInt();
        List<String> strings = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            strings.add(body.readUTF());
        }
        return strings;
    }

    private static Map<Long, Integer> counts(DataInputStream body) throws IOException {
        int count = body.readInt();
        Map<Long, Integer> counts = new HashMap<>();
        for (int i = 0; i < count; i++) {
            counts.put(body.readLong(), body.readInt());
        }
        return counts;
    }

    private static List<Long> longs(DataInputStream body) throws IOException {
        int count = body.readInt();
        List<Long> longs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            longs.add(body.readLong());
        }
        return longs;
    }
}
