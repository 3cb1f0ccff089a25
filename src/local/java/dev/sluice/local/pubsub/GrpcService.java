package dev.sluice.local.pubsub;

import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.Empty;
import com.google.protobuf.Message;
import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Puts functions behind the methods of a gRPC service by its description, since the client libraries bring no server stubs. Methods
 * without a function answer UNIMPLEMENTED by name.
 */
@Fidelity(
        what = "what is not built says so: UNIMPLEMENTED by gRPC, 404 by REST (schemas, for instance)",
        verified = Verified.OURS,
        by = {"PubSubAdminTest", "gcloud-pubsub.sh"})
final class GrpcService {
    private static final Logger LOG = Logger.getLogger(GrpcService.class);

    private final ServiceDescriptor service;
    private final ServerServiceDefinition.Builder definition;
    private final Set<String> served = new HashSet<>();

    GrpcService(ServiceDescriptor service) {
        this.service = service;
        this.definition = ServerServiceDefinition.builder(service.getFullName());
    }

    <Q extends Message, A extends Message> GrpcService unary(String method, Q request, A answer, Function<Q, A> does) {
        return async(method, request, answer, (asked, caller) -> {
            caller.onNext(does.apply(asked));
            caller.onCompleted();
        });
    }

    /** A unary method that answers later. */
    <Q extends Message, A extends Message> GrpcService async(
            String method, Q request, A answer, BiConsumer<Q, ServerCallStreamObserver<A>> does) {
        served.add(method);
        definition.addMethod(
                describe(method, io.grpc.MethodDescriptor.MethodType.UNARY, request, answer),
                ServerCalls.asyncUnaryCall((asked, caller) -> {
                    try {
                        does.accept(asked, (ServerCallStreamObserver<A>) caller);
                    } catch (RuntimeException e) {
                        caller.onError(translate(method, e));
                    }
                }));
        return this;
    }

    <Q extends Message, A extends Message> GrpcService stream(
            String method, Q request, A answer, Function<ServerCallStreamObserver<A>, StreamObserver<Q>> opens) {
        served.add(method);
        definition.addMethod(
                describe(method, io.grpc.MethodDescriptor.MethodType.BIDI_STREAMING, request, answer),
                ServerCalls.asyncBidiStreamingCall(caller -> opens.apply((ServerCallStreamObserver<A>) caller)));
        return this;
    }

    ServerServiceDefinition build() {
        service.getMethods().stream()
                .map(MethodDescriptor::getName)
                .filter(method -> !served.contains(method))
                .toList()
                .forEach(method -> unary(method, Empty.getDefaultInstance(), Empty.getDefaultInstance(), asked -> {
                    throw Refusals.unimplemented(service.getName() + "." + method);
                }));
        return definition.build();
    }

    private <Q extends Message, A extends Message> io.grpc.MethodDescriptor<Q, A> describe(
            String method, io.grpc.MethodDescriptor.MethodType type, Q request, A answer) {
        return io.grpc.MethodDescriptor.<Q, A>newBuilder()
                .setFullMethodName(service.getFullName() + "/" + method)
                .setType(type)
                .setRequestMarshaller(ProtoUtils.marshaller(request))
                .setResponseMarshaller(ProtoUtils.marshaller(answer))
                .build();
    }

    private static StatusRuntimeException translate(String method, RuntimeException failure) {
        Status.Code code = Status.fromThrowable(failure).getCode();
        if (code != Status.Code.UNKNOWN && failure instanceof StatusRuntimeException known) {
            return known;
        }
        LOG.errorf(failure, "%s failed", method);
        return Status.INTERNAL
                .withDescription(method + " failed: " + failure.getMessage())
                .asRuntimeException();
    }
}
