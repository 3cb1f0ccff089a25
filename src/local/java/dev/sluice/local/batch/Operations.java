package dev.sluice.local.batch;

import com.google.longrunning.CancelOperationRequest;
import com.google.longrunning.DeleteOperationRequest;
import com.google.longrunning.ListOperationsRequest;
import com.google.longrunning.ListOperationsResponse;
import com.google.longrunning.Operation;
import com.google.longrunning.WaitOperationRequest;
import com.google.protobuf.Empty;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Durations;
import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/** Long-running operations, deleteJob and cancelJob, which are kept over a restart for a month. */
final class Operations {
    private static final Logger LOG = Logger.getLogger(Operations.class);
    private static final long LONGEST_WAIT_MILLIS = 60_000;
    private static final Duration KEPT = Duration.ofDays(30);

    private final InstantSource clock;
    private final String projectNumber;
    private final OperationStore store;
    private final ConcurrentNavigableMap<String, StoredOperation> known = new ConcurrentSkipListMap<>();
    private final Map<String, CompletableFuture<Operation>> ends = new ConcurrentHashMap<>();
    private final Map<String, String> byRequest = new ConcurrentHashMap<>();

    Operations(LocalBatch.Options options, OperationStore store) {
        this.clock = options.clock();
        this.projectNumber = options.projectNumber();
        this.store = store;
    }

    /** Takes up the operations of an earlier life on the same folder. */
    void resume(Function<StoredOperation, Optional<LiveJob>> jobs) throws IOException {
        Instant oldest = clock.instant().minus(KEPT);
        for (StoredOperation stored : store.load()) {
            if (stored.began().isBefore(oldest)) {
                store.delete(stored);
            } else {
                follow(
                        stored,
                        jobs.apply(stored)
                                .map(stored.verb()::end)
                                .orElseGet(() -> CompletableFuture.completedFuture(null)));
            }
        }
    }

    /** Begins an operation on a job. */
    Operation begin(OperationVerb verb, LiveJob job, String request) {
        String name = "projects/%s/locations/%s/operations/operation-%s"
                .formatted(job.name().getProject(), job.name().getLocation(), UUID.randomUUID());
        StoredOperation begun = StoredOperation.begun(name, verb, job.name(), now(), request);
        store.save(begun);
        follow(begun, verb.end(job));
        return known.get(name).operation();
    }

    private void follow(StoredOperation stored, CompletableFuture<Void> end) {
        known.put(stored.name(), stored);
        if (!stored.request().isEmpty()) {
            byRequest.put(stored.request(), stored.name());
        }
        ends.put(
                stored.name(),
                stored.operation().getDone()
                        ? CompletableFuture.completedFuture(stored.operation())
                        : end.thenApply(nothing -> finish(stored)));
    }

    private Operation finish(StoredOperation begun) {
        return change(begun.name(), now -> now.done(now()))
                .orElseGet(() -> begun.done(now()))
                .operation();
    }

    /** On disk before anyone sees it; nothing for an operation that was deleted. */
    private Optional<StoredOperation> change(String operation, UnaryOperator<StoredOperation> to) {
        return Optional.ofNullable(known.computeIfPresent(operation, (name, now) -> {
            StoredOperation changed = to.apply(now);
            try {
                store.save(changed);
            } catch (UncheckedIOException e) {
                LOG.errorf(e, "%s has changed, which a restart forgets", name);
            }
            return changed;
        }));
    }

    private Timestamp now() {
        return Times.timestamp(clock.instant());
    }

    /** Does what was asked once for each request id, for as long as Batch promises; without an id, each time. */
    @Fidelity(
            what =
                    "requestId of cancelJob and deleteJob: a repeat within 60 minutes gives the same operation, also after a restart",
            verified = Verified.DOCUMENTED,
            by = "BatchRepeatsTest")
    synchronized Operation once(
            OperationVerb verb, String resource, String requestId, Function<String, Operation> action) {
        if (requestId.isEmpty()) {
            return action.apply("");
        }
        Rules.requestId(requestId);
        String request = "%s %s %s".formatted(verb.word(), resource, requestId);
        return Optional.ofNullable(byRequest.get(request))
                .map(known::get)
                .filter(first -> Requests.repeats(first.began(), clock.instant()))
                .map(StoredOperation::operation)
                .orElseGet(() -> action.apply(request));
    }

    Operation get(String name) {
        return find(name).operation();
    }

    private StoredOperation find(String name) {
        return Optional.ofNullable(known.get(name))
                .orElseThrow(() -> BatchError.notFound(Names.byNumber(name, projectNumber)));
    }

    ListOperationsResponse list(ListOperationsRequest request) {
        Rules.check(request.getFilter().isEmpty(), "filter", "Operations are listed without a filter only.");
        Names.location(request.getName());
        String prefix = request.getName() + "/operations/";
        return Page.cut(
                        known.subMap(prefix, prefix + Character.MAX_VALUE).values().stream(),
                        StoredOperation::name,
                        new Page.Request(request.getPageSize(), request.getPageToken(), prefix))
                .fold((shown, token) -> ListOperationsResponse.newBuilder()
                        .addAllOperations(
                                shown.stream().map(StoredOperation::operation).toList())
                        .setNextPageToken(token)
                        .build());
    }

    /** Answers when the operation is done or the given time, at most a minute, has passed. */
    CompletableFuture<Operation> await(WaitOperationRequest request) {
        Operation now = get(request.getName());
        long millis = request.hasTimeout()
                ? Math.min(Durations.toMillis(request.getTimeout()), LONGEST_WAIT_MILLIS)
                : LONGEST_WAIT_MILLIS;
        return ends.get(request.getName()).copy().completeOnTimeout(now, Math.max(0, millis), TimeUnit.MILLISECONDS);
    }

    /** Notes the wish; neither a deletion nor a cancellation can be taken back. */
    Empty cancel(CancelOperationRequest request) {
        find(request.getName());
        change(request.getName(), now -> now.operation().getDone() ? now : now.cancellationRequested());
        return Empty.getDefaultInstance();
    }

    /** Forgets the operation; what it does goes on. */
    Empty delete(DeleteOperationRequest request) {
        StoredOperation gone = find(request.getName());
        known.remove(gone.name());
        ends.remove(gone.name());
        byRequest.remove(gone.request());
        store.delete(gone);
        return Empty.getDefaultInstance();
    }

    /** Forgets all operations. */
    void reset() {
        known.values().forEach(store::delete);
        known.clear();
        ends.clear();
        byRequest.clear();
    }
}
