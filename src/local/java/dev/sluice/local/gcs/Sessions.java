package dev.sluice.local.gcs;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The resumable uploads of one bucket: a record and the bytes so far of each are files, so that a sender goes on where it was
 * after the end of this process, however it ended. They expire a week after their start.
 */
final class Sessions {
    private static final Duration LIFE = Duration.ofDays(7);
    private static final String RECORD = ".json";

    private final Path folder;
    private final Generations clock;
    private final Map<String, ResumableUpload> uploads = new LinkedHashMap<>();

    /** @param clock tells the time in microseconds */
    Sessions(Path folder, Generations clock) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.clock = clock;
    }

    /** Takes up what an earlier process left. */
    void resume(Bucket bucket) throws IOException {
        List<SessionRecord> records = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (name.endsWith(RECORD)) {
                    records.add(Json.read(Files.readAllBytes(file), SessionRecord.class));
                } else if (!name.endsWith(".bytes") || !Files.exists(folder.resolve(name.replace(".bytes", RECORD)))) {
                    Files.delete(file);
                }
            }
        }
        records.sort(Comparator.comparingLong(SessionRecord::created));
        records.forEach(record -> uploads.put(record.id(), ResumableUpload.resumed(bucket, this, record)));
    }

    synchronized ResumableUpload begin(Bucket bucket, SessionRecord record) throws IOException {
        dropExpired();
        save(record);
        ResumableUpload upload = new ResumableUpload(bucket, this, record);
        uploads.put(record.id(), upload);
        return upload;
    }

    /** @throws Refusal 404 for one that never was or is long gone, 410 for one that is too old */
    synchronized ResumableUpload find(String id) {
        ResumableUpload upload = Optional.ofNullable(uploads.get(id))
                .orElseThrow(() -> Refusal.notFound("No such upload: " + id + "; start a new one"));
        if (isExpired(upload)) {
            throw Refusal.uploadExpired(id);
        }
        return upload;
    }

    /** How many wait for more bytes. */
    synchronized long open() {
        return uploads.values().stream()
                .filter(upload -> upload.isOpen() && !isExpired(upload))
                .count();
    }

    Path bytes(SessionRecord record) {
        return folder.resolve(record.id() + ".bytes");
    }

    void save(SessionRecord record) throws IOException {
        Path next = folder.resolve(record.id() + ".next");
        Files.write(next, Json.bytes(record));
        Files.move(next, folder.resolve(record.id() + RECORD), StandardCopyOption.ATOMIC_MOVE);
    }

    synchronized void forget(SessionRecord record) throws IOException {
        uploads.remove(record.id());
        Files.deleteIfExists(folder.resolve(record.id() + RECORD));
        Files.deleteIfExists(bytes(record));
    }

    private void dropExpired() throws IOException {
        for (ResumableUpload upload : List.copyOf(uploads.values())) {
            if (!isExpired(upload)) {
                return; // they are in the order of their beginnings
            }
            upload.drop();
        }
    }

    private boolean isExpired(ResumableUpload upload) {
        return upload.created() + LIFE.toSeconds() * 1_000_000 <= clock.now();
    }
}
