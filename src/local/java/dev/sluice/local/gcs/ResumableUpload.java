package dev.sluice.local.gcs;

import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Optional;
import java.util.OptionalLong;

/** An object that arrives in pieces, until all are there, its sender cancels, or a week is over. */
final class ResumableUpload {
    private static final int LEAST_PIECE = 256 * 1024;

    private final Bucket bucket;
    private final Sessions sessions;
    private final boolean resumed;
    private volatile SessionRecord record;
    private Spool spool;

    ResumableUpload(Bucket bucket, Sessions sessions, SessionRecord record) {
        this(bucket, sessions, record, false);
    }

    private ResumableUpload(Bucket bucket, Sessions sessions, SessionRecord record, boolean resumed) {
        this.bucket = bucket;
        this.sessions = sessions;
        this.record = record;
        this.resumed = resumed;
    }

    /** One that an earlier process was busy with: its object may be there although its record does not say so. */
    static ResumableUpload resumed(Bucket bucket, Sessions sessions, SessionRecord record) {
        return new ResumableUpload(bucket, sessions, record, true);
    }

    String object() {
        return record.name();
    }

    long created() {
        return record.created();
    }

    boolean isOpen() {
        return record.isOpen();
    }

    /** The object once all is there; asked again later it is the same object. */
    @Fidelity(
            what =
                    "resumable upload in chunks: 308 with Range, `bytes */N` asks for progress, repeated bytes are skipped,"
                            + " a gap is 503, a repeated end gives the same object",
            verified = {Verified.CLIENT, Verified.DOCUMENTED, Verified.REPORTED},
            by = {"StorageConformanceTest", "LocalStorageWireTest", "python-storage.sh"})
    @Fidelity(
            what = "resumable uploads survive a restart and kill -9",
            verified = {Verified.DOCUMENTED},
            by = {"LocalStorageResumeTest", "KillTest"},
            simplified =
                    "any number of bytes is kept of a chunk that broke off, where Google keeps multiples of 256 KiB")
    synchronized Optional<StoredObject> receive(Request request) throws IOException {
        if (record.cancelled()) {
            throw Refusal.uploadCancelled();
        }
        lookForObject();
        if (record.made() != null) {
            return Optional.of(record.made());
        }
        ContentRange range = ContentRange.of(request);
        if (range.start().isPresent()) {
            append(range, request.body());
        }
        boolean complete = range.bringsTheRest() || range.total().equals(OptionalLong.of(received()));
        return complete ? Optional.of(finish(request)) : Optional.empty();
    }

    /** How many bytes are here. */
    synchronized long received() throws IOException {
        return record.isOpen() ? spool().size() : 0;
    }

    synchronized void cancel() throws IOException {
        if (record.isOpen()) {
            closeSpool();
            Files.deleteIfExists(sessions.bytes(record));
            record = record.cancel();
            sessions.save(record);
        }
    }

    /** Ends it and leaves nothing of it. */
    synchronized void drop() throws IOException {
        closeSpool();
        sessions.forget(record);
    }

    /** Opened when it is needed: what an earlier process wrote is measured again then. */
    private Spool spool() throws IOException {
        if (spool == null) {
            spool = Spool.resumed(sessions.bytes(record));
        }
        return spool;
    }

    private void closeSpool() throws IOException {
        if (spool != null) {
            spool.close();
        }
    }

    private void lookForObject() throws IOException {
        if (resumed && record.isOpen() && !Files.exists(sessions.bytes(record))) {
            Optional<StoredObject> made = bucket.madeBy(record.id(), new ObjectName(record.name()));
            if (made.isPresent()) {
                record = record.done(made.get());
                sessions.save(record);
            }
        }
    }

    /** Bytes that are here already, from a try whose answer was lost, are skipped. */
    private void append(ContentRange range, InputStream body) throws IOException {
        long start = range.start().getAsLong();
        long before = spool().size();
        if (start > before) {
            throw Refusal.uploadGap(start, before);
        }
        if (range.isTooSmall(LEAST_PIECE)) {
            throw Refusal.invalid(
                    "Invalid request.  The number of bytes uploaded is required to be equal or greater than "
                            + LEAST_PIECE
                            + ", except for the final request (it's recommended to be the exact multiple of "
                            + LEAST_PIECE + ").  The received request contained "
                            + range.length().getAsLong() + " bytes, which does not meet this requirement.");
        }
        long known = before - start;
        body.skipNBytes(
                range.length().isPresent() ? Math.min(known, range.length().getAsLong()) : known);
        spool.append(body);
        long end = start + range.length().orElse(spool.size() - start);
        if (spool.size() != Math.max(before, end)) {
            cancel();
            throw Refusal.invalid("Invalid request.  There were " + (spool.size() - start)
                    + " byte(s) in the request body.  There should have been "
                    + range.length().getAsLong() + " byte(s) (starting at offset " + start + " and ending at offset "
                    + (end - 1) + ") according to the Content-Range header.");
        }
    }

    private StoredObject finish(Request request) throws IOException {
        try {
            if (record.size() != null && record.size() != spool().size()) {
                throw Refusal.invalid(
                        "X-Upload-Content-Length announced " + record.size() + " bytes, " + spool().size() + " came");
            }
            Content content = spool().finish(0).by(record.id());
            new Expected(record.hashes()).and(request).check(content);
            StoredObject made = bucket.put(
                    new ObjectName(record.name()), content, record.attributes(), Conditions.of(record.conditions()));
            record = record.done(made);
            sessions.save(record);
            return made;
        } catch (IOException | RuntimeException e) {
            drop(); // its bytes are handed over or wrong: the sender has to begin again
            throw e;
        }
    }
}
