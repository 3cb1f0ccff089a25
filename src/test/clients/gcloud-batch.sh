#!/usr/bin/env bash
# gcloud batch against a local cloud: jobs by file, by flags and without an id, lists, tasks, cancel, delete, and what is wrong.
set -euo pipefail

. "$(dirname -- "${BASH_SOURCE[0]}")/lib/cloud.sh"
need gcloud
cloud_start

location=(--location europe-west1)
export CLOUDSDK_CORE_PROJECT=demo
project=projects/demo/locations/europe-west1

batch_jobs() {
  gcloud batch jobs "$@"
}

state() {
  batch_jobs describe "$1" "${location[@]}" --format='value(status.state)'
}

is() {
  [ "$(state "$1")" = "$2" ]
}

cat >"$work/job.json" <<'JSON'
{
  "taskGroups": [{
    "taskSpec": {
      "runnables": [
        {"script": {"text": "echo task $BATCH_TASK_INDEX of $BATCH_TASK_COUNT"}},
        {"script": {"text": "test $BATCH_TASK_INDEX != 2"}, "ignoreExitStatus": true}
      ],
      "computeResource": {"cpuMilli": "500", "memoryMib": "256"},
      "maxRunDuration": "120s"
    },
    "taskCount": "3",
    "parallelism": "2"
  }],
  "labels": {"kind": "by-file"},
  "logsPolicy": {"destination": "CLOUD_LOGGING"}
}
JSON
run batch_jobs submit by-file "${location[@]}" --config "$work/job.json"
says 'by-file'
await 'end of by-file' is by-file SUCCEEDED
run batch_jobs describe by-file "${location[@]}"
says 'cpuMilli'
says "name: $project/jobs/by-file"
says 'maxRunDuration: 120s'
says 'Job state is set from RUNNING to SUCCEEDED'
says "SUCCEEDED: '3'"
ok 'a job is submitted by a JSON file and described with its events and counts'

run batch_jobs submit by-stdin "${location[@]}" --config - <<'JSON'
{"taskGroups": [{"taskSpec": {"runnables": [{"script": {"text": "true"}}]}}], "labels": {"kind": "by-stdin"}}
JSON
ok 'a job is submitted from standard input'

run batch_jobs submit by-flags "${location[@]}" --script-text 'echo hello; sleep 0' --machine-type e2-standard-4 --provisioning-model SPOT --priority 7
await 'end of by-flags' is by-flags SUCCEEDED
run batch_jobs describe by-flags "${location[@]}"
says 'provisioningModel: SPOT'
says 'machineType: e2-standard-4'
says "priority: '7'"
ok 'a job is submitted by flags: script, machine type, SPOT, priority'

run batch_jobs submit by-image "${location[@]}" --container-image-uri=example.test/unknown:1 --container-commands-file=/dev/null
await 'end of by-image' is by-image FAILED
ok 'a job with a container image is taken; an image that is not mapped fails it'

run batch_jobs submit "${location[@]}" --script-text true
run batch_jobs list "${location[@]}" --format='value(name)' --filter='name~/jobs/j-'
grep -qE "^($project/jobs/)?j-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$" "$work/last-output" || fail 'no job with a made id'
ok 'a job without an id gets one'

run batch_jobs submit elsewhere --location us-central1 --script-text true
run batch_jobs list
says 'europe-west1/jobs/by-file'
says 'us-central1/jobs/elsewhere'
run batch_jobs list "${location[@]}"
says 'by-file'
if grep -q elsewhere "$work/last-output"; then fail 'a job of another location in the list'; fi
ok 'jobs are listed with and without a location'

run batch_jobs list --filter='labels.kind=by-file' --format='value(name.basename())'
[ "$(cat "$work/last-output")" = by-file ] || fail 'the filter does not choose by-file alone'
run batch_jobs list --limit=2 --page-size=1 --format='value(name.basename())'
[ "$(wc -l <"$work/last-output")" = 2 ] || fail 'not two jobs'
run batch_jobs list --page-size=2 --sort-by=~createTime --format='value(name.basename())'
[ "$(head -n 1 "$work/last-output")" = elsewhere ] || fail 'elsewhere is not the newest'
ok 'lists with --filter, --limit, --page-size and --sort-by'

run gcloud batch tasks list --job by-file "${location[@]}"
says 'by-file/taskGroups/group0/tasks/0'
says 'by-file/taskGroups/group0/tasks/2'
says SUCCEEDED
run gcloud batch tasks describe 2 --job by-file --task_group group0 "${location[@]}"
says 'state: SUCCEEDED'
says 'Task state is updated from'
expect_error 'was not found' gcloud batch tasks describe 3 --job by-file --task_group group0 "${location[@]}"
ok 'tasks are listed and described'

run batch_jobs submit endless "${location[@]}" --script-text 'sleep 4242'
await 'endless runs' is endless RUNNING
run batch_jobs cancel endless "${location[@]}"
await 'end of endless' is endless CANCELLED
expect_error 'only a job that has not ended can be cancelled' batch_jobs cancel endless "${location[@]}"
ok 'a running job is cancelled, an ended one not'

gone() {
  ! batch_jobs describe "$1" "${location[@]}"
}
run batch_jobs delete endless "${location[@]}"
await 'endless is gone' gone endless
expect_error 'was not found' batch_jobs delete endless "${location[@]}"
ok 'a job is deleted once'

expect_error 'Resource "projects/' batch_jobs describe none "${location[@]}"
expect_error 'code=404' batch_jobs cancel none "${location[@]}"
expect_error 'already exists' batch_jobs submit by-file "${location[@]}" --config "$work/job.json"
expect_error 'Resource "projects/' batch_jobs submit by-file "${location[@]}" --script-text true
expect_error 'job_id field is invalid.' batch_jobs submit Wrong_Id "${location[@]}" --script-text true
echo '{"taskGroups": [{"taskSpec": {"runnables": []}}]}' >"$work/empty.json"
expect_error 'runnables field is invalid.' batch_jobs submit empty "${location[@]}" --config "$work/empty.json"
echo '{"taskGroups": [' >"$work/broken.json"
expect_error 'ERROR: (gcloud.batch.jobs.submit)' batch_jobs submit broken "${location[@]}" --config "$work/broken.json"
sed 's/"taskGroups"/"priority": "100", &/' "$work/job.json" >"$work/high.json"
expect_error 'job.priority field is invalid.' batch_jobs submit high "${location[@]}" --config "$work/high.json"
echo '{"taskGroups": [{"taskSpec": {"runnable": []}}]}' >"$work/unknown.json"
expect_error 'runnable' batch_jobs submit unknown "${location[@]}" --config "$work/unknown.json"
ok 'wrong input is refused in words that name it'

expect_error 'NOT_FOUND: There is no method' gcloud alpha batch resource-allowances list "${location[@]}"
ok 'what v1 does not have is not found'

echo 'a-token-of-no-one' >"$work/token"
(
  unset CLOUDSDK_AUTH_DISABLE_CREDENTIALS
  export CLOUDSDK_AUTH_ACCESS_TOKEN_FILE=$work/token
  run batch_jobs list "${location[@]}"
  says by-file
)
ok 'an access token is taken and not looked at'

echo "$shown things shown"
