package dev.sluice.local.wire;

import com.google.cloud.batch.v1.BatchProto;
import com.google.cloud.batch.v1.CancelJobRequest;
import com.google.cloud.batch.v1.CreateJobRequest;
import com.google.cloud.batch.v1.DeleteJobRequest;
import com.google.cloud.batch.v1.GetJobRequest;
import com.google.cloud.batch.v1.Job;
import com.google.cloud.batch.v1.JobProto;
import com.google.cloud.batch.v1.ListJobsRequest;
import com.google.cloud.batch.v1.ListJobsResponse;
import com.google.longrunning.Operation;
import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ServerCalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** Batch's addresses with methods that only say what they heard, and an HTTP client. */
final class Echo implements AutoCloseable {
    static final String PARENT = "/v1/projects/p/locations/l";
    static final String JOBS = PARENT + "/jobs";

    final AtomicReference<Message> heard = new AtomicReference<>();
    final CountDownLatch slowBegun = new CountDownLatch(1);
    final CountDownLatch slowMayEnd = new CountDownLatch(1);
    final WireServer server;
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Echo() {
        Job job = Job.getDefaultInstance();
        ServerServiceDefinition service = ServerServiceDefinition.builder("google.cloud.batch.v1.BatchService")
                .addMethod(method("CreateJob", CreateJobRequest.getDefaultInstance(), job, this::create))
                .addMethod(method("GetJob", GetJobRequest.getDefaultInstance(), job, this::get))
                .addMethod(method(
                        "ListJobs",
                        ListJobsRequest.getDefaultInstance(),
                        ListJobsResponse.getDefaultInstance(),
                        Echo::list))
                .addMethod(method(
                        "CancelJob",
                        CancelJobRequest.getDefaultInstance(),
                        Operation.getDefaultInstance(),
                        q -> operation(q.getName())))
                .addMethod(method(
                        "DeleteJob",
                        DeleteJobRequest.getDefaultInstance(),
                        Operation.getDefaultInstance(),
                        q -> operation(q.getName())))
                .build();
        try {
            server = WireServer.start(
                    0,
                    workers,
                    List.of(new WireServer.Served(
                            service, BatchProto.getDescriptor().findServiceByName("BatchService"))),
                    List.of(BatchProto.getDescriptor(), JobProto.getDescriptor()),
                    Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <Q extends Message, A extends Message> io.grpc.ServerMethodDefinition<Q, A> method(
            String name, Q request, A answer, Function<Q, A> handler) {
        MethodDescriptor<Q, A> descriptor = MethodDescriptor.<Q, A>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName("google.cloud.batch.v1.BatchService/" + name)
                .setRequestMarshaller(ProtoUtils.marshaller(request))
                .setResponseMarshaller(ProtoUtils.marshaller(answer))
                .build();
        return io.grpc.ServerMethodDefinition.create(descriptor, ServerCalls.asyncUnaryCall((q, observer) -> {
            heard.set(q);
            try {
                observer.onNext(handler.apply(q));
                observer.onCompleted();
            } catch (RuntimeException e) {
                observer.onError(e);
            }
        }));
    }

    private Job create(CreateJobRequest request) {
        return request.getJob().toBuilder()
                .setName(request.getParent() + "/jobs/" + request.getJobId())
                .build();
    }

    private Job get(GetJobRequest request) {
        String id = request.getName().replaceFirst(".*/", "");
        if (id.equals("missing")) {
            throw StatusProto.toStatusRuntimeException(com.google.rpc.Status.newBuilder()
                    .setCode(Status.Code.NOT_FOUND.value())
                    .setMessage("no \"such\" thing")
                    .addDetails(Any.pack(ErrorInfo.newBuilder()
                            .setReason("GONE")
                            .setDomain("test")
                            .build()))
                    .build());
        }
        if (id.equals("slow")) {
            slowBegun.countDown();
            try {
                slowMayEnd.await();
            } catch (InterruptedException e) {
                throw Status.CANCELLED.asRuntimeException();
            }
        }
        return Job.newBuilder().setName(request.getName()).setPriority(7).build();
    }

    private static ListJobsResponse list(ListJobsRequest request) {
        return ListJobsResponse.newBuilder()
                .addJobs(Job.newBuilder()
                        .setName("one")
                        .setUid("u1")
                        .setStatus(com.google.cloud.batch.v1.JobStatus.newBuilder()
                                .setState(com.google.cloud.batch.v1.JobStatus.State.RUNNING)
                                .putTaskGroups(
                                        "group0",
                                        com.google.cloud.batch.v1.JobStatus.TaskGroupStatus.newBuilder()
                                                .putCounts("RUNNING", 3)
                                                .build())))
                .setNextPageToken("more")
                .build();
    }

    private static Operation operation(String name) {
        return Operation.newBuilder()
                .setName(name)
                .setDone(true)
                .setResponse(Any.pack(Job.newBuilder().setUid("packed").build()))
                .build();
    }

    int port() {
        return server.port();
    }

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> get(String path) {
        return send(to(path).GET());
    }

    HttpResponse<String> post(String path, String body) {
        return send(to(path).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** The job that a body makes. */
    Job made(String body) {
        HttpResponse<String> response = post(JOBS + "?jobId=x", body);
        if (response.statusCode() != 200) {
            throw new AssertionError(response.body());
        }
        return ((CreateJobRequest) heard.get()).getJob();
    }

    @Override
    public void close() {
        slowMayEnd.countDown();
        server.close();
        workers.shutdownNow();
    }
}
