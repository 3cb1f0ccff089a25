#!/usr/bin/env bash
# Starts, stops and misuses `./sluice cloud` as a person and a CI job would.
set -euo pipefail
. "$(dirname -- "${BASH_SOURCE[0]}")/lib/cloud.sh"

need curl

objects() {
  curl -fsS "$STORAGE_EMULATOR_HOST/storage/v1/b/$1/o"
}

mkdir -p "$work/seed/first/deep/er" "$work/seed/second"
printf 'one\n' >"$work/seed/first/deep/er/one.txt"
printf 'two\n' >"$work/seed/second/zwei ä.txt"
cloud_start --seed "$work/seed" --project other
[ "$(curl -fsS "$STORAGE_EMULATOR_HOST/storage/v1/b/first/o/deep%2Fer%2Fone.txt?alt=media")" = one ] || fail 'no seeded object'
[ "$(curl -fsS "$STORAGE_EMULATOR_HOST/storage/v1/b/second/o/zwei%20%C3%A4.txt?alt=media")" = two ] || fail 'no seeded object'
[ "$CLOUDSDK_CORE_PROJECT" = other ] || fail 'the project is not the one that was named'
ok 'a seeded folder tree is buckets and objects'

for port in "${SLUICE_LOCAL_BATCH#*:}" "${PUBSUB_EMULATOR_HOST#*:}"; do
  [ "$(curl -fsS "http://127.0.0.1:$port/")" = Ok ] || fail "port $port does not say Ok"
done
control GET '' >"$work/last-output"
says '/_local/faults'
run control GET state
says '"first"'
ok 'each port answers, and the state shows the buckets'

expect_error 'another sluice is at work' "$home/sluice" cloud --dir "$work/data" --storage-port 0 --batch-port 0 \
  --pubsub-port 0 --control-port 0
expect_error "Batch on port ${SLUICE_LOCAL_BATCH#*:}: Address already in use" "$home/sluice" cloud --dir "$work/other" \
  --storage-port 0 --batch-port "${SLUICE_LOCAL_BATCH#*:}" --pubsub-port 0 --control-port 0
expect_error "'--storage'" "$home/sluice" cloud --storage 8083
expect_error 'Invalid value for option' "$home/sluice" cloud --batch-port many
printf 'image: {}\n' >"$work/wrong.yaml"
expect_error 'wrong.yaml: unknown field "image"' "$home/sluice" cloud --dir "$work/other" --config "$work/wrong.yaml"
mkdir -p "$work/wrong-seed"
printf 'x' >"$work/wrong-seed/file-beside-buckets"
expect_error 'file-beside-buckets' "$home/sluice" cloud --dir "$work/other" --seed "$work/wrong-seed" --storage-port 0 \
  --batch-port 0 --pubsub-port 0 --control-port 0
ok 'what is wrong is told in one line: folder in use, port taken, unknown option, no number, wrong file, wrong seed'

printf 'mine\n' >"$work/mine.txt"
run curl -fsS --data-binary @"$work/mine.txt" "$STORAGE_EMULATOR_HOST/upload/storage/v1/b/first/o?uploadType=media&name=deep/er/one.txt"
kill "$cloud_pid"
code=0
wait "$cloud_pid" || code=$?
cloud_pid=
[ "$code" = 0 ] || fail "SIGTERM ended it with $code"
grep -q '^# stopped' "$cloud_log" || fail 'it did not say that it stopped'
ok 'SIGTERM ends it with 0'

cloud_start --seed "$work/seed" --project other
[ "$(curl -fsS "$STORAGE_EMULATOR_HOST/storage/v1/b/first/o/deep%2Fer%2Fone.txt?alt=media")" = mine ] ||
  fail 'the seed came over what was there'
ok 'data is there after a restart, and a seed leaves it alone'

run control POST reset
run curl -fsS "$STORAGE_EMULATOR_HOST/storage/v1/b?project=other"
if grep -q '"first"' "$work/last-output"; then
  fail 'a bucket is left after reset'
fi
ok 'reset forgets everything'

ok "all $shown shown"
