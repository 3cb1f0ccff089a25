package dev.sluice.gcp;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobField;
import com.google.cloud.storage.Storage.BlobGetOption;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.Storage.BlobSourceOption;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.StorageException;
import dev.sluice.RetryLater;
import dev.sluice.storage.Condition;
import dev.sluice.storage.ObjectContent;
import dev.sluice.storage.ObjectName;
import dev.sluice.storage.ObjectStore;
import dev.sluice.storage.ReadObject;
import dev.sluice.storage.StoredObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Objects in Cloud Storage, by its JSON API. */
@ApplicationScoped
class GcpObjectStore implements ObjectStore {
    private static final int NOT_FOUND = 404;
    private static final int NOT_MET = 412;
    private static final int READS_TRIED = 5;
    private static final BlobField[] FIELDS = {
        BlobField.BUCKET,
        BlobField.NAME,
        BlobField.GENERATION,
        BlobField.SIZE,
        BlobField.CRC32C,
        BlobField.TIME_CREATED,
        BlobField.METADATA
    };

    private final Storage storage;

    GcpObjectStore(Storage storage) {
        this.storage = storage;
    }

    @Override
    public Optional<StoredObject> stat(ObjectName name) {
        return GcpErrors.call(
                "look at " + name, () -> Optional.ofNullable(storage.get(id(name), BlobGetOption.fields(FIELDS)))
                        .map(GcpObjectStore::stored));
    }

    /** Two calls: the client gives the bytes without their generation, so the bytes are asked for by generation. */
    @Override
    public Optional<ReadObject> read(ObjectName name) {
        for (int tried = 0; tried < READS_TRIED; tried++) {
            Optional<StoredObject> object = stat(name);
            if (object.isEmpty()) {
                return Optional.empty();
            }
            Optional<byte[]> bytes = bytes(object.get());
            if (bytes.isPresent()) {
                return Optional.of(new ReadObject(object.get(), bytes.get()));
            }
        }
        throw new RetryLater(
                "read " + name, new ConcurrentModificationException("it was replaced each time it was read"));
    }

    private Optional<byte[]> bytes(StoredObject object) {
        return GcpErrors.call("read " + object.name(), () -> {
            try {
                return Optional.of(
                        storage.readAllBytes(id(object.name()), BlobSourceOption.generationMatch(object.generation())));
            } catch (StorageException e) {
                return emptyIf(e, NOT_FOUND, NOT_MET);
            }
        });
    }

    @Override
    public Optional<StoredObject> write(ObjectName name, ObjectContent content, Condition condition) {
        BlobInfo info = BlobInfo.newBuilder(id(name))
                .setContentType(content.contentType())
                .setMetadata(content.metadata())
                .build();
        BlobTargetOption[] options = condition.generation().stream()
                .mapToObj(BlobTargetOption::generationMatch)
                .toArray(BlobTargetOption[]::new);
        return GcpErrors.call("write " + name, () -> {
            try {
                return Optional.of(stored(storage.create(info, content.bytes(), options)));
            } catch (StorageException e) {
                return emptyIf(e, NOT_MET);
            }
        });
    }

    @Override
    public void delete(ObjectName name) {
        GcpErrors.call("delete " + name, () -> storage.delete(id(name)));
    }

    @Override
    public Stream<StoredObject> list(String bucket, String prefix) {
        String doing = "list gs://" + bucket + "/" + prefix;
        Iterator<Blob> blobs = GcpErrors.call(
                doing, () -> storage.list(bucket, BlobListOption.prefix(prefix), BlobListOption.fields(FIELDS))
                        .iterateAll()
                        .iterator());
        Iterator<StoredObject> objects = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return GcpErrors.call(doing, blobs::hasNext);
            }

            @Override
            public StoredObject next() {
                return stored(GcpErrors.call(doing, blobs::next));
            }
        };
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(objects, Spliterator.ORDERED | Spliterator.NONNULL), false);
    }

    private static <T> Optional<T> emptyIf(StorageException e, int... codes) {
        for (int code : codes) {
            if (e.getCode() == code) {
                return Optional.empty();
            }
        }
        throw e;
    }

    private static BlobId id(ObjectName name) {
        return BlobId.of(name.bucket(), name.name());
    }

    private static StoredObject stored(Blob blob) {
        return new StoredObject(
                new ObjectName(blob.getBucket(), blob.getName()),
                blob.getGeneration(),
                blob.getSize(),
                Optional.ofNullable(blob.getCrc32c()).orElse(""),
                blob.getCreateTimeOffsetDateTime().toInstant(),
                Optional.ofNullable(blob.getMetadata()).orElse(Map.of()));
    }
}
