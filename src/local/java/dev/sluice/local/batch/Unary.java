package dev.sluice.local.batch;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Adds unary methods to a gRPC service; Google publishes no server stubs of Batch, so methods are named here. */
final class Unary {
    private static final Logger LOG = Logger.getLogger(Unary.class);

    private final String name;
    private final ServerServiceDefinition.Builder service;

    Unary(String name) {
        this.name = name;
        this.service = ServerServiceDefinition.builder(name);
    }

    <Q extends Message, A extends Message> Unary on(String method, Q request, A answer, Function<Q, A> handler) {
        return onLater(method, request, answer, q -> CompletableFuture.completedFuture(handler.apply(q)));
    }

    <Q extends Message, A extends Message> Unary onLater(
            String method, Q request, A answer, Function<Q, CompletableFuture<A>> handler) {
        MethodDescriptor<Q, A> descriptor = MethodDescriptor.<Q, A>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(name, method))
                .setRequestMarshaller(ProtoUtils.marshaller(request))
                .setResponseMarshaller(ProtoUtils.marshaller(answer))
                .build();
        service.addMethod(
                descriptor, ServerCalls.asyncUnaryCall((q, observer) -> answer(method, q, handler, observer)));
        return this;
    }

    ServerServiceDefinition build() {
        return service.build();
    }

    private static <Q, A> void answer(
            String method, Q request, Function<Q, CompletableFuture<A>> handler, StreamObserver<A> observer) {
        try {
            handler.apply(request).whenComplete((answer, failure) -> {
                if (failure != null) {
                    observer.onError(status(method, failure));
                } else {
                    observer.onNext(answer);
                    observer.onCompleted();
                }
            });
        } catch (RuntimeException e) {
            observer.onError(status(method, e));
        }
    }

    private static StatusRuntimeException status(String method, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof BatchError error) {
            return Status.fromCodeValue(error.code().getNumber())
                    .withDescription(error.getMessage())
                    .asRuntimeException();
        }
        LOG.errorf(cause, "%s failed", method);
        return Status.INTERNAL.withDescription(cause.toString()).asRuntimeException();
    }
}
