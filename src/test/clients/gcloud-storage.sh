#!/usr/bin/env bash
# Uploads a file with gcloud to a local cloud, and looks whether outputs and status message come back.
# Skipped with a message where there is no gcloud. PYTHON may name a Python that has google-cloud-pubsub: then the
# message is also received by Google's Python client.
set -euo pipefail

home=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../../.." && pwd -P)
bucket=gs://demo-batch
client=$bucket/mlops-template/acme
subscription=projects/demo/subscriptions/batch-mlops-template-acme-outputs-client-test
topic=projects/demo/topics/batch-mlops-template-acme-outputs
patience=60
up=

if ! command -v gcloud >/dev/null; then
  echo 'skipped: no gcloud on this machine'
  exit 0
fi

work=$(mktemp -d)
log=$work/up.log

stop() {
  if [ -n "$up" ] && kill -0 "$up" 2>/dev/null; then
    kill "$up"
    wait "$up" || true
  fi
  rm -rf -- "$work"
}
trap stop EXIT

fail() {
  {
    echo "FAILED: $*"
    echo '--- what ./sluice up said'
    cat "$log"
  } >&2
  exit 1
}

ok() {
  echo "ok  $*"
}

# runs a command until it succeeds; the first argument says what is waited for
await() {
  local what=$1 end=$((SECONDS + patience))
  shift
  until "$@" >/dev/null 2>"$work/last-error"; do
    kill -0 "$up" 2>/dev/null || fail "./sluice up ended while waiting for $what"
    [ "$SECONDS" -lt "$end" ] || fail "no $what within $patience s; last: $(tail -n 3 "$work/last-error")"
    sleep 0.5
  done
  ok "$what"
}

free_ports() {
  python3 - "$1" <<'PYTHON'
import socket
import sys

sockets = [socket.socket() for _ in range(int(sys.argv[1]))]
for each in sockets:
    each.bind(("127.0.0.1", 0))
print(*(each.getsockname()[1] for each in sockets))
PYTHON
}

ping() {
  [ "$(curl -fsS "http://127.0.0.1:$port/ping")" = pong ]
}

status_file() {
  gcloud storage ls "$client/outputs/**/status.json" | grep .
}

heard() {
  grep -q 'mlops-template/acme heard: dev.sluice.run.succeeded' "$log"
}

pubsub() {
  PUBSUB_EMULATOR_HOST=127.0.0.1:$pubsub_port "$PYTHON" "$home/src/test/clients/python-pubsub.py" "$@"
}

# builds when it has to, which takes longer than our patience
"$home/sluice" --version </dev/null
read -r port storage_port pubsub_port batch_port < <(free_ports 4)
"$home/sluice" up --dir "$work/data" --port "$port" --storage-port "$storage_port" --pubsub-port "$pubsub_port" \
  --batch-port "$batch_port" >"$log" 2>&1 </dev/null &
up=$!
await 'answer of the service' ping
await 'welcome of up' grep -q 'Sluice is up' "$log"

export CLOUDSDK_CONFIG=$work/gcloud
export CLOUDSDK_API_ENDPOINT_OVERRIDES_STORAGE=http://127.0.0.1:$storage_port/storage/v1/
export CLOUDSDK_AUTH_DISABLE_CREDENTIALS=true
export CLOUDSDK_CORE_PROJECT=demo
export CLOUDSDK_CORE_DISABLE_PROMPTS=1

if [ -n "${PYTHON:-}" ]; then
  pubsub subscribe "$topic" "$subscription"
  ok 'subscription made by the Python client'
fi

cd "$work"
printf 'the sluice stood half open\n' >letters.txt
gcloud storage cp letters.txt "$client/inputs/" 2>"$work/last-error" || fail "cp: $(cat "$work/last-error")"
ok 'file uploaded by gcloud storage cp'
[ "$(gcloud storage cat "$client/inputs/letters.txt")" = 'the sluice stood half open' ] || fail 'cat gives other bytes'
ok 'the upload can be read again'

await 'status.json beside the outputs' status_file
status=$(status_file)
run=${status%/status.json}
run=${run##*/}
grep -q '"state" : "SUCCEEDED"' < <(gcloud storage cat "$status") || fail "$status does not say SUCCEEDED"
[ "$(gcloud storage cat "$client/outputs/$run/a1/result.txt")" = 'THE SLUICE STOOD HALF OPEN' ] ||
  fail 'result.txt is not the upload in upper case'
ok "run $run SUCCEEDED and its output is right"

await 'status message in what up prints' heard
if [ -n "${PYTHON:-}" ]; then
  pubsub receive "$subscription" >message.json || fail 'the Python client received no message'
  cmp -s message.json <(gcloud storage cat "$status") || fail 'the message is not status.json'
  ok 'status message received by the Python client, the same bytes as status.json'
else
  echo 'skipped: the Python client (PYTHON names none)'
fi

gcloud storage ls -r "$client/" >list.txt
for object in inputs/letters.txt "outputs/$run/status.json" "outputs/$run/a1/result.txt"; do
  grep -qxF "$client/$object" list.txt || fail "ls -r does not show $object: $(cat list.txt)"
done
ok 'ls -r shows input, outputs and status.json'

gcloud storage rm "$client/inputs/letters.txt" 2>"$work/last-error" || fail "rm: $(cat "$work/last-error")"
if gcloud storage cat "$client/inputs/letters.txt" >/dev/null 2>&1; then
  fail 'the upload is still there after rm'
fi
ok 'rm removes the upload'
