package dev.sluice.local.batch;

import com.google.cloud.batch.v1.JobName;
import com.google.cloud.batch.v1.OperationMetadata;
import com.google.longrunning.ListOperationsRequest;
import com.google.longrunning.ListOperationsResponse;
import com.google.longrunning.Operation;
import com.google.longrunning.WaitOperationRequest;
import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.protobuf.util.Durations;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Long-running operations: deleteJob and cancelJob. They are kept in memory only, so after a restart an operation is NOT_FOUND
 * while its job's state still says what became of it.
 */
final class Operations {
    private static final long LONGEST_WAIT_MILLIS = 60_000;

    private final InstantSource clock;
    private final ConcurrentNavigableMap<String, CompletableFuture<Operation>> ends = new ConcurrentSkipListMap<>();
    private final ConcurrentNavigableMap<String, Operation> begun = new ConcurrentSkipListMap<>();

    private final Map<String, String> byRequest = new ConcurrentHashMap<>();

    Operations(InstantSource clock) {
        this.clock = clock;
    }

    /** Begins an operation on a job that is done, with that answer, when {@code end} completes. */
    Operation begin(String verb, JobName job, Message answer, CompletableFuture<Void> end) {
        String name = "projects/%s/locations/%s/operations/operation-%s"
                .formatted(job.getProject(), job.getLocation(), UUID.randomUUID());
        OperationMetadata metadata = OperationMetadata.newBuilder()
                .setCreateTime(Times.timestamp(clock.instant()))
                .setTarget(job.toString())
                .setVerb(verb)
                .setApiVersion("v1")
                .build();
        Operation operation = Operation.newBuilder()
                .setName(name)
                .setMetadata(Any.pack(metadata))
                .build();
        begun.put(name, operation);
        ends.put(name, end.thenApply(nothing -> done(operation, metadata, answer)));
        return get(name);
    }

    /** Does what was asked once for each request id, for as long as this emulator lives; without an id, each time. */
    Operation once(String resource, String requestId, Supplier<Operation> action) {
        if (requestId.isEmpty()) {
            return action.get();
        }
        Rules.requestId(requestId);
        return get(byRequest.computeIfAbsent(
                resource + " " + requestId, key -> action.get().getName()));
    }

    private Operation done(Operation operation, OperationMetadata metadata, Message answer) {
        OperationMetadata ended = metadata.toBuilder()
                .setEndTime(Times.timestamp(clock.instant()))
                .build();
        return operation.toBuilder()
                .setDone(true)
                .setMetadata(Any.pack(ended))
                .setResponse(Any.pack(answer))
                .build();
    }

    Operation get(String name) {
        CompletableFuture<Operation> end = ends.get(name);
        if (end == null) {
            throw BatchError.notFound(name);
        }
        return end.getNow(begun.get(name));
    }

    /** As if there had never been any. */
    void forget() {
        ends.clear();
        begun.clear();
        byRequest.clear();
    }

    ListOperationsResponse list(ListOperationsRequest request) {
        if (!request.getFilter().isEmpty()) {
            throw BatchError.invalid("filter: operations are listed without a filter only");
        }
        String prefix = request.getName() + "/operations/";
        return Page.cut(
                        ends.subMap(prefix, prefix + Character.MAX_VALUE).keySet().stream(),
                        name -> name,
                        request.getPageSize(),
                        request.getPageToken())
                .fold((names, token) -> ListOperationsResponse.newBuilder()
                        .addAllOperations(names.stream().map(this::get).toList())
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
}
