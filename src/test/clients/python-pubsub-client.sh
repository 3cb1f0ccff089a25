#!/usr/bin/env bash
# Google's Python client for Pub/Sub against a local cloud: the steps are in python-pubsub-client.py.
set -euo pipefail

. "$(dirname -- "${BASH_SOURCE[0]}")/lib/cloud.sh"
python_with google-cloud-pubsub 'google-auth[requests]' pyjwt cryptography

receiver=
stop_receiver() {
  if [ -n "$receiver" ]; then
    kill "$receiver" 2>/dev/null || true
  fi
  finish
}
trap stop_receiver EXIT

mkdir "$work/push"
python3 "$home/src/test/clients/push-receiver.py" "$work/push" &
receiver=$!
cloud_start --project demo
await 'push endpoint' test -e "$work/push/address"
"$python" "$home/src/test/clients/python-pubsub-client.py" "$work/push" 2>"$work/last-output" ||
  fail 'the Python client met something else'
