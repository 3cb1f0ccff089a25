package dev.sluice.local.fault;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.sluice.local.fault.Fault.Service;
import dev.sluice.local.fault.Kind.Where;
import dev.sluice.local.time.LocalClock;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lets faults strike the unary calls of a gRPC service, whichever wire they came over. Streams are let through. */
public final class FaultyCalls implements ServerInterceptor {
    private static final List<String> NAMES =
            List.of("name", "parent", "topic", "subscription", "snapshot", "resource", "job_id");

    private final Faults faults;
    private final Service service;
    private final LocalClock clock;

    public FaultyCalls(Faults faults, Service service, LocalClock clock) {
        this.faults = faults;
        this.service = service;
        this.clock = clock;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (call.getMethodDescriptor().getType() != MethodDescriptor.MethodType.UNARY) {
            return next.startCall(call, headers);
        }
        Answer<Q, A> answer = new Answer<>(call);
        return new Struck<>(next.startCall(answer, headers), answer);
    }

    /** What the request is about: the names in it, those of it and of what is to be made. */
    private static String about(Object request) {
        if (!(request instanceof Message message)) {
            return "";
        }
        return NAMES.stream()
                .flatMap(
                        name -> Stream.ofNullable(message.getDescriptorForType().findFieldByName(name)))
                .filter(field -> field.getJavaType() == FieldDescriptor.JavaType.STRING && !field.isRepeated())
                .map(field -> (String) message.getField(field))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("/"));
    }

    /** An answer that can be swallowed. */
    private static final class Answer<Q, A> extends SimpleForwardingServerCall<Q, A> {
        private volatile Optional<Fault> lost = Optional.empty();

        Answer(ServerCall<Q, A> call) {
            super(call);
        }

        @Override
        public void sendMessage(A message) {
            if (lost.isEmpty()) {
                super.sendMessage(message);
            }
        }

        @Override
        public void close(Status status, Metadata trailers) {
            if (status.isOk() && lost.isPresent()) {
                super.close(told(lost.get(), "the answer was lost on its way"), new Metadata());
            } else {
                super.close(status, trailers);
            }
        }
    }

    private static Status told(Fault fault, String what) {
        return Status.fromCodeValue(fault.told().getNumber())
                .withDescription("The local cloud was asked to fail here (fault %s): %s".formatted(fault.id(), what));
    }

    private final class Struck<Q, A> extends SimpleForwardingServerCallListener<Q> {
        private final Answer<Q, A> answer;
        private Duration wait = Duration.ZERO;
        private boolean refused;

        Struck(ServerCall.Listener<Q> listener, Answer<Q, A> answer) {
            super(listener);
            this.answer = answer;
        }

        @Override
        public void onMessage(Q request) {
            String method = answer.getMethodDescriptor().getBareMethodName();
            for (Fault fault : faults.strike(service, Where.CALL, method, about(request))) {
                strike(fault);
            }
            if (!refused) {
                super.onMessage(request);
            }
        }

        private void strike(Fault fault) {
            switch (fault.kind()) {
                case REFUSED, THROTTLED -> {
                    if (!refused) {
                        refused = true;
                        answer.close(told(fault, "it was not done"), new Metadata());
                    }
                }
                case ANSWER_LOST -> answer.lost = Optional.of(fault);
                case SLOW -> wait = wait.plus(fault.delayed());
                case LOST,
                        LATE,
                        DOUBLED,
                        PREEMPTED,
                        VM_SILENT,
                        VM_REBOOTED,
                        VM_UNRESPONSIVE,
                        VM_RECREATED,
                        ZONE_EXHAUSTED,
                        QUOTA_EXCEEDED -> throw new IllegalStateException(fault.kind() + " strikes no call");
            }
        }

        /** The method runs when the request is complete: that is what a slow one puts off, without holding a thread. */
        @Override
        public void onHalfClose() {
            if (refused) {
                return;
            }
            if (wait.isZero()) {
                super.onHalfClose();
            } else {
                clock.after(wait, super::onHalfClose);
            }
        }
    }
}
