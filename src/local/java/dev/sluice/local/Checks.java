package dev.sluice.local;

import com.google.cloud.batch.v1.BatchServiceClient;
import com.google.cloud.batch.v1.Job;
import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobListOption;
import dev.sluice.SluiceConfig;
import dev.sluice.catalog.ParameterValue;
import dev.sluice.run.Run;
import dev.sluice.run.RunState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whether the demo went right: Java's own upper case against the job's, and the message against {@code status.json}. */
final class Checks {
    private final Storage storage;
    private final Mailbox mailbox;
    private final BatchServiceClient batch;
    private final SluiceConfig config;

    Checks(Storage storage, Mailbox mailbox, BatchServiceClient batch, SluiceConfig config) {
        this.storage = storage;
        this.mailbox = mailbox;
        this.batch = batch;
        this.config = config;
    }

    /** What is wrong, a sentence each; nothing when all is right. */
    List<String> wrong(List<DemoRun> runs) {
        List<String> wrong = new ArrayList<>();
        runs.forEach(run -> check(run, wrong));
        expect(wrong, runs.size(), records(), "records in the ledger");
        expect(wrong, runs.size(), mailbox.size(), "messages");
        expect(wrong, runs.size(), jobs(), "jobs");
        return wrong;
    }

    private void check(DemoRun demoRun, List<String> wrong) {
        Optional<Run> run = demoRun.last();
        if (run.map(Run::state).filter(RunState.SUCCEEDED::equals).isEmpty()) {
            wrong.add(demoRun.file().name() + " is " + demoRun.state() + ", not SUCCEEDED");
            return;
        }
        String result = text(run.get().bucket(), run.get().outputPrefix(1) + "result.txt");
        if (!result.equals(expected(demoRun.file()))) {
            wrong.add(demoRun.file().name() + " is not in upper case: " + result);
        }
        List<HeardMessage> messages = mailbox.about(demoRun.key());
        if (messages.size() != 1) {
            wrong.add(demoRun.file().name() + " has " + messages.size() + " messages, not 1");
        } else if (!messages.get(0)
                .data()
                .equals(text(run.get().bucket(), run.get().outputPrefix() + "status.json"))) {
            wrong.add(demoRun.file().name() + " has a status.json that is not its message");
        }
    }

    private static void expect(List<String> wrong, long expected, long found, String what) {
        if (expected != found) {
            wrong.add("%d %s, not %d".formatted(found, what, expected));
        }
    }

    private long jobs() {
        long count = 0;
        for (Job ignored :
                batch.listJobs("projects/" + config.project() + "/locations/-").iterateAll()) {
            count++;
        }
        return count;
    }

    private long records() {
        Iterable<Blob> records = storage.list(config.ledgerBucket(), BlobListOption.prefix("runs/"))
                .iterateAll();
        long count = 0;
        for (Blob ignored : records) {
            count++;
        }
        return count;
    }

    private String text(String bucket, String name) {
        return new String(storage.readAllBytes(BlobId.of(bucket, name)), StandardCharsets.UTF_8);
    }

    private static String expected(DemoFile file) {
        String locale = Optional.ofNullable(file.client().parameters().get("locale"))
                .map(ParameterValue::asText)
                .orElse("en");
        try {
            return Files.readString(file.file()).toUpperCase(Locale.forLanguageTag(locale));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
