#!/usr/bin/env bash
# A file of 2 GiB up to and down from ./sluice cloud by gcloud storage, and what the local cloud's process took of memory.
# A harness, not for CI: it needs about 9 GiB of disk below TMPDIR and some minutes. Fails above 300 MiB resident.
# Usage: storage-2gib.sh [MIB [MOST_RESIDENT_MIB]]
set -euo pipefail
# shellcheck source=src/test/clients/lib/cloud.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/../clients/lib/cloud.sh"

mib=${1:-2048}
most=${2:-300}

need gcloud
need sha256sum
free=$(($(stat -f --format='%a * %S' "$work") / 1048576))
[ "$free" -gt $((mib * 9 / 2)) ] || fail "$work has $free MiB free, $((mib * 9 / 2)) are needed"

resident() {
  awk '/^VmHWM:/ { printf "%d", $2 / 1024 }' "/proc/$cloud_pid/status"
}

# seconds a command takes
timed() {
  local what=$1 begin end
  shift
  begin=$(date +%s.%N)
  run "$@"
  end=$(date +%s.%N)
  awk -v what="$what" -v mib="$mib" -v s="$(awk "BEGIN { print $end - $begin }")" -v vm="$(resident)" \
    'BEGIN { printf "%-44s %7.1f s  %6.0f MiB/s  most resident so far %d MiB\n", what, s, mib / s, vm }'
}

sum() {
  sha256sum "$1" | cut -d ' ' -f 1
}

cloud_start
echo "resident after the start: $(resident) MiB"
cd "$work"
head -c $((mib * 1048576)) /dev/urandom >up.bin
wanted=$(sum up.bin)
run gcloud storage buckets create gs://two-gib

export CLOUDSDK_STORAGE_PARALLEL_COMPOSITE_UPLOAD_ENABLED=False
timed 'up, one resumable upload' gcloud storage cp up.bin gs://two-gib/one
timed 'down, in slices' gcloud storage cp gs://two-gib/one down.bin
[ "$(sum down.bin)" = "$wanted" ] || fail 'the file came back with other bytes'
rm down.bin
run gcloud storage rm gs://two-gib/one

export CLOUDSDK_STORAGE_PARALLEL_COMPOSITE_UPLOAD_ENABLED=True
timed 'up, parallel composite upload' gcloud storage cp up.bin gs://two-gib/many
CLOUDSDK_STORAGE_SLICED_OBJECT_DOWNLOAD_THRESHOLD=0 timed 'down, in one' gcloud storage cp gs://two-gib/many down.bin
[ "$(sum down.bin)" = "$wanted" ] || fail 'the composed file came back with other bytes'
rm down.bin

ok "checksums are equal: $wanted"
highest=$(resident)
[ "$highest" -lt "$most" ] || fail "$highest MiB were resident, $most are allowed"
ok "at most $highest MiB resident, below $most"
