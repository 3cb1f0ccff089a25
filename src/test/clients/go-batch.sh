#!/usr/bin/env bash
# Google's Go client of Batch against a local cloud, over gRPC and over REST.
set -euo pipefail

. "$(dirname -- "${BASH_SOURCE[0]}")/lib/cloud.sh"
need go
(cd "$home/src/test/clients/go-batch" && go build -o "$work/go-batch" .) >"$work/last-output" 2>&1 ||
  skip "the Go client cannot be built here: $(tail -n 1 "$work/last-output")"
cloud_start

"$work/go-batch" "$SLUICE_LOCAL_BATCH" || fail 'see above'
