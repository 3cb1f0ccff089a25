package dev.sluice.local.batch;

import com.google.cloud.batch.v1.CancelJobRequest;
import com.google.cloud.batch.v1.CreateJobRequest;
import com.google.cloud.batch.v1.DeleteJobRequest;
import com.google.cloud.batch.v1.GetJobRequest;
import com.google.cloud.batch.v1.GetTaskRequest;
import com.google.cloud.batch.v1.Job;
import com.google.cloud.batch.v1.ListJobsRequest;
import com.google.cloud.batch.v1.ListJobsResponse;
import com.google.cloud.batch.v1.ListTasksRequest;
import com.google.cloud.batch.v1.ListTasksResponse;
import com.google.cloud.batch.v1.Task;
import com.google.longrunning.Operation;
import dev.sluice.local.Fidelity;
import dev.sluice.local.Fidelity.Verified;
import io.grpc.ServerServiceDefinition;

/** All routes of {@code google.cloud.batch.v1.BatchService}; what is not here answers UNIMPLEMENTED. */
@Fidelity(
        what =
                "what v1 does not have, such as updateJob and resource allowances, is UNIMPLEMENTED over gRPC and 404 over REST",
        verified = Verified.DOCUMENTED,
        by = {"BatchConformanceTest", "RestDoorTest", "gcloud-batch.sh"})
final class BatchGrpc {
    private BatchGrpc() {}

    static ServerServiceDefinition service(BatchApi api) {
        Job job = Job.getDefaultInstance();
        Operation operation = Operation.getDefaultInstance();
        return new Unary("google.cloud.batch.v1.BatchService")
                .on("CreateJob", CreateJobRequest.getDefaultInstance(), job, api::createJob)
                .on("GetJob", GetJobRequest.getDefaultInstance(), job, api::getJob)
                .on(
                        "ListJobs",
                        ListJobsRequest.getDefaultInstance(),
                        ListJobsResponse.getDefaultInstance(),
                        api::listJobs)
                .on("DeleteJob", DeleteJobRequest.getDefaultInstance(), operation, api::deleteJob)
                .on("CancelJob", CancelJobRequest.getDefaultInstance(), operation, api::cancelJob)
                .on("GetTask", GetTaskRequest.getDefaultInstance(), Task.getDefaultInstance(), api::getTask)
                .on(
                        "ListTasks",
                        ListTasksRequest.getDefaultInstance(),
                        ListTasksResponse.getDefaultInstance(),
                        api::listTasks)
                .build();
    }
}
