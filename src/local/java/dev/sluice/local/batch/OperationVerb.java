package dev.sluice.local.batch;

import com.google.cloud.batch.v1.CancelJobResponse;
import com.google.protobuf.Empty;
import com.google.protobuf.Message;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** What takes its time. */
enum OperationVerb {
    CANCEL,
    DELETE;

    /** As the metadata of an operation says it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static OperationVerb of(String word) {
        return Arrays.stream(values())
                .filter(verb -> verb.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(word));
    }

    /** What is answered in the end. */
    Message answer() {
        return switch (this) {
            case CANCEL -> CancelJobResponse.getDefaultInstance();
            case DELETE -> Empty.getDefaultInstance();
        };
    }

    /** Completes when it is done to the job. */
    CompletableFuture<Void> end(LiveJob job) {
        return switch (this) {
            case CANCEL -> job.over();
            case DELETE -> job.deleted();
        };
    }
}
