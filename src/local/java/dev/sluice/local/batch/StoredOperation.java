package dev.sluice.local.batch;

import com.google.cloud.batch.v1.JobName;
import com.google.cloud.batch.v1.OperationMetadata;
import com.google.longrunning.Operation;
import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import java.time.Instant;

/**
 * An operation as it lies on disk.
 *
 * @param request the request that began it, empty when it had no id
 */
record StoredOperation(Operation operation, String request) {

    static StoredOperation begun(String name, OperationVerb verb, JobName job, Timestamp now, String request) {
        OperationMetadata metadata = OperationMetadata.newBuilder()
                .setCreateTime(now)
                .setTarget(job.toString())
                .setVerb(verb.word())
                .setApiVersion("v1")
                .build();
        return new StoredOperation(
                Operation.newBuilder()
                        .setName(name)
                        .setMetadata(Any.pack(metadata))
                        .build(),
                request);
    }

    String name() {
        return operation.getName();
    }

    OperationMetadata metadata() {
        try {
            return operation.getMetadata().unpack(OperationMetadata.class);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(name() + " has no metadata of ours", e);
        }
    }

    OperationVerb verb() {
        return OperationVerb.of(metadata().getVerb());
    }

    JobName job() {
        return JobName.parse(metadata().getTarget());
    }

    Instant began() {
        return Times.instant(metadata().getCreateTime());
    }

    StoredOperation done(Timestamp now) {
        OperationMetadata ended = metadata().toBuilder().setEndTime(now).build();
        return with(operation.toBuilder()
                .setDone(true)
                .setMetadata(Any.pack(ended))
                .setResponse(Any.pack(verb().answer())));
    }

    StoredOperation cancellationRequested() {
        OperationMetadata asked =
                metadata().toBuilder().setRequestedCancellation(true).build();
        return with(operation.toBuilder().setMetadata(Any.pack(asked)));
    }

    private StoredOperation with(Operation.Builder now) {
        return new StoredOperation(now.build(), request);
    }
}
