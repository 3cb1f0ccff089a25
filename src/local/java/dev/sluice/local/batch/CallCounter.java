package dev.sluice.local.batch;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.concurrent.atomic.LongAdder;

/** Counts calls. */
final class CallCounter implements ServerInterceptor {
    private final LongAdder calls = new LongAdder();

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        calls.increment();
        return next.startCall(call, headers);
    }

    long calls() {
        return calls.sum();
    }
}
