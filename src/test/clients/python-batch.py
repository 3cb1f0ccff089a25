"""Google's Python client of Batch against a local one: TRANSPORT (rest or grpc) and HOST:PORT."""

import datetime
import sys
import time
import uuid

import grpc
from google.api_core import exceptions
from google.auth.credentials import AnonymousCredentials
from google.cloud import batch_v1
from google.cloud.batch_v1.services.batch_service.transports import BatchServiceGrpcTransport

transport, address = sys.argv[1:]
PARENT = f"projects/demo/locations/{'us-west1' if transport == 'rest' else 'us-east1'}"


def connect():
    if transport == "rest":
        return batch_v1.BatchServiceClient(
            transport="rest",
            credentials=AnonymousCredentials(),
            client_options={"api_endpoint": f"http://{address}"},
        )
    channel = grpc.insecure_channel(address)
    return batch_v1.BatchServiceClient(transport=BatchServiceGrpcTransport(channel=channel))


client = connect()


def ok(text):
    print(f"ok  {transport}: {text}")


def job(script, **fields):
    runnable = batch_v1.Runnable(script=batch_v1.Runnable.Script(text=script))
    spec = batch_v1.TaskSpec(
        runnables=[runnable],
        max_run_duration=datetime.timedelta(seconds=90, milliseconds=500),
        max_retry_count=1,
        compute_resource=batch_v1.ComputeResource(cpu_milli=500, memory_mib=128),
    )
    group = batch_v1.TaskGroup(task_spec=spec, task_count=3, parallelism=2)
    policy = batch_v1.AllocationPolicy.InstancePolicy(
        machine_type="e2-standard-2",
        provisioning_model=batch_v1.AllocationPolicy.ProvisioningModel.SPOT,
    )
    allocation = batch_v1.AllocationPolicy(
        instances=[batch_v1.AllocationPolicy.InstancePolicyOrTemplate(policy=policy)]
    )
    logs = batch_v1.LogsPolicy(destination=batch_v1.LogsPolicy.Destination.CLOUD_LOGGING)
    return batch_v1.Job(task_groups=[group], allocation_policy=allocation, logs_policy=logs, **fields)


def create(job_id, made, request_id=None):
    return client.create_job(
        batch_v1.CreateJobRequest(parent=PARENT, job_id=job_id, job=made, request_id=request_id)
    )


def reaches(name, state, seconds=60):
    end = time.monotonic() + seconds
    while True:
        found = client.get_job(name=name)
        if found.status.state == state:
            return found
        assert time.monotonic() < end, f"{name} is {found.status.state}, not {state}"
        time.sleep(0.1)


def refused(kind, text, call):
    try:
        call()
    except kind as error:
        assert type(error) is kind, f"{type(error)} instead of {kind}"
        assert text in str(error), f"no {text!r} in {error}"
    else:
        raise AssertionError(f"no {kind.__name__}")


State = batch_v1.JobStatus.State

created = create("made", job("true", labels={"user-id": "root"}, priority=7))
assert created.name == f"{PARENT}/jobs/made", created.name
assert created.status.state == State.QUEUED, created.status.state
spec = created.task_groups[0].task_spec
assert spec.max_run_duration == datetime.timedelta(seconds=90, milliseconds=500), spec.max_run_duration
policy = created.allocation_policy.instances[0].policy
assert policy.provisioning_model == batch_v1.AllocationPolicy.ProvisioningModel.SPOT
ended = reaches(created.name, State.SUCCEEDED)
assert ended.status.task_groups["group0"].counts["SUCCEEDED"] == 3, ended.status
assert ended.status.status_events[0].type_ == "STATUS_CHANGED"
assert ended.create_time <= ended.update_time
ok("a job with enums and durations is created and found")

tasks = list(client.list_tasks(request={"parent": f"{created.name}/taskGroups/group0", "page_size": 2}))
assert [task.name.rsplit("/", 1)[1] for task in tasks] == ["0", "1", "2"], tasks
task = client.get_task(name=tasks[1].name)
assert task.status.state == batch_v1.TaskStatus.State.SUCCEEDED
ok("tasks are listed in pages and found")

for i in range(5):
    create(f"listed-{i}", job("true", labels={"user-id": f"u{i % 2}", "suite": "listed"}))
    reaches(f"{PARENT}/jobs/listed-{i}", State.SUCCEEDED)
found = client.list_jobs(
    request={
        "parent": PARENT,
        "page_size": 2,
        "filter": '(status.state="SUCCEEDED" OR status.state="QUEUED") AND (labels."user-id" = "u0")'
        ' AND create_time > "2020-01-01T00:00:00Z"',
        "order_by": "create_time desc",
    }
)
assert [each.name.rsplit("/", 1)[1] for each in found] == ["listed-4", "listed-2", "listed-0"]
ok("jobs are listed in pages by filter and order")

request_id = str(uuid.uuid4())
first = create("", job("true"), request_id)
again = create("", job("true"), request_id)
assert first.name == again.name and first.uid == again.uid
assert "/jobs/j-" in first.name, first.name
ok("a repeated request id gives the same job")

create("endless", job("sleep 4242"))
reaches(f"{PARENT}/jobs/endless", State.RUNNING)
operation = client.cancel_job(name=f"{PARENT}/jobs/endless")
answer = operation.result(timeout=60)
assert isinstance(answer, batch_v1.CancelJobResponse), answer
assert operation.metadata.verb == "cancel" and operation.metadata.target.endswith("/jobs/endless")
reaches(f"{PARENT}/jobs/endless", State.CANCELLED)
ok("cancel_job's operation ends with the job")

operation = client.delete_job(
    request={"name": f"{PARENT}/jobs/endless", "reason": "shown", "request_id": str(uuid.uuid4())}
)
operation.result(timeout=60)
name = operation.operation.name
assert client.get_operation({"name": name}).done
assert name in [each.name for each in client.list_operations({"name": PARENT}).operations]
ok("delete_job's operation is polled, found and listed")

refused(exceptions.NotFound, "was not found", lambda: client.get_job(name=f"{PARENT}/jobs/endless"))
refused(exceptions.NotFound, "was not found", lambda: client.delete_job(name=f"{PARENT}/jobs/endless"))
# over REST the class is chosen by the HTTP status alone, where 409 is a Conflict and both 400s are the same
rest = transport == "rest"
refused(exceptions.Conflict if rest else exceptions.AlreadyExists, "already exists", lambda: create("made", job("true")))
wrong = exceptions.BadRequest if rest else exceptions.InvalidArgument
refused(wrong, "job_id field is invalid.", lambda: create("Wrong_Id", job("true")))
refused(wrong, "job.priority field is invalid.", lambda: create("high", job("true", priority=100)))
refused(
    wrong,
    "filter field is invalid.",
    lambda: list(client.list_jobs(request={"parent": PARENT, "filter": "colour=red"})),
)
refused(
    exceptions.BadRequest if rest else exceptions.FailedPrecondition,
    "only a job that has not ended",
    lambda: client.cancel_job(name=f"{PARENT}/jobs/made"),
)
ok("errors are the right exceptions")

regions = [each.location_id for each in client.list_locations({"name": "projects/demo"}).locations]
assert "us-central1" in regions, regions
ok("regions are listed")
