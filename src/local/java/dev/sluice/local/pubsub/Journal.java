package dev.sluice.local.pubsub;

import com.google.iam.v1.Policy;
import com.google.protobuf.MessageLite;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.Snapshot;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.Topic;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Writes changes to the end of a file, each as length, checksum and content. Written changes outlive this process however it ends;
 * they are not forced to the disk, so a power cut may lose the last ones.
 */
final class Journal implements Changes, Closeable {
    /** The kinds of change, in the order of their number in the file. */
    enum Kind {
        TOPIC,
        TOPIC_DELETED,
        SUBSCRIPTION,
        SUBSCRIPTION_DELETED,
        MESSAGE,
        SETTLED,
        IDS_BELOW,
        FAILURES,
        POLICY,
        SNAPSHOT,
        SNAPSHOT_DELETED,
        COPIED
    }

    private interface Content {
        void writeTo(DataOutputStream out) throws IOException;
    }

    private static final int FLUSH_BYTES = 1 << 20;

    private final FileChannel channel;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

    private Journal(FileChannel channel) {
        this.channel = channel;
    }

    static Journal append(Path file) throws IOException {
        return new Journal(FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    /** Bytes in the file. */
    long size() {
        try {
            return channel.size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Hands everything written since the last time to the operating system. */
    void commit() {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(pending.toByteArray());
            pending.reset();
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The Pub/Sub journal cannot be written", e);
        }
    }

    void force() throws IOException {
        channel.force(true);
    }

    @Override
    public void topic(Topic topic) {
        write(Kind.TOPIC, topic::writeTo);
    }

    @Override
    public void topicDeleted(String topic) {
        write(Kind.TOPIC_DELETED, out -> out.writeUTF(topic));
    }

    @Override
    public void subscription(Subscription subscription) {
        write(Kind.SUBSCRIPTION, subscription::writeTo);
    }

    @Override
    public void subscriptionDeleted(String subscription) {
        write(Kind.SUBSCRIPTION_DELETED, out -> out.writeUTF(subscription));
    }

    @Override
    public void message(PubsubMessage message, List<String> subscriptions) {
        write(Kind.MESSAGE, out -> {
            out.writeInt(subscriptions.size());
            for (String subscription : subscriptions) {
                out.writeUTF(subscription);
            }
            write(message, out);
        });
    }

    @Override
    public void settled(String subscription, Collection<Long> messages) {
        write(Kind.SETTLED, out -> {
            out.writeUTF(subscription);
            out.writeInt(messages.size());
            for (long message : messages) {
                out.writeLong(message);
            }
        });
    }

    @Override
    public void idsBelow(long limit) {
        write(Kind.IDS_BELOW, out -> out.writeLong(limit));
    }

    @Override
    public void failures(String subscription, Map<Long, Integer> counts) {
        write(Kind.FAILURES, out -> {
            out.writeUTF(subscription);
            out.writeInt(counts.size());
            for (Map.Entry<Long, Integer> count : counts.entrySet()) {
                out.writeLong(count.getKey());
                out.writeInt(count.getValue());
            }
        });
    }

    @Override
    public void policy(String resource, Policy policy) {
        write(Kind.POLICY, out -> {
            out.writeUTF(resource);
            write(policy, out);
        });
    }

    @Override
    public void snapshot(Snapshot snapshot, Subscription source) {
        write(Kind.SNAPSHOT, out -> {
            snapshot.writeDelimitedTo(out);
            write(source, out);
        });
    }

    @Override
    public void snapshotDeleted(String snapshot) {
        write(Kind.SNAPSHOT_DELETED, out -> out.writeUTF(snapshot));
    }

    @Override
    public void copied(String from, String to) {
        write(Kind.COPIED, out -> {
            out.writeUTF(from);
            out.writeUTF(to);
        });
    }

    @Override
    public void close() throws IOException {
        commit();
        channel.close();
    }

    private static void write(MessageLite message, DataOutputStream out) throws IOException {
        message.writeTo(out);
    }

    private void write(Kind kind, Content content) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(body);
                DataOutputStream frame = new DataOutputStream(pending)) {
            out.writeByte(kind.ordinal());
            content.writeTo(out);
            byte[] bytes = body.toByteArray();
            CRC32 checksum = new CRC32();
            checksum.update(bytes);
            frame.writeInt(bytes.length);
            frame.writeInt((int) checksum.getValue());
            frame.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (pending.size() > FLUSH_BYTES) {
            commit();
        }
    }
}
