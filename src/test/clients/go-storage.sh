#!/usr/bin/env bash
# Google's Go client of Cloud Storage against ./sluice cloud: it reads by the XML API's addresses. Skipped where there is no go,
# or where its modules cannot be had.
set -euo pipefail
# shellcheck source=src/test/clients/lib/cloud.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib/cloud.sh"

need go
need curl
program=${SLUICE_CLIENTS_GO:-$work}/storageclient
(cd "$home/src/test/clients/go-storage" && go mod download) >"$work/last-output" 2>&1 ||
  skip "the Go module of Cloud Storage cannot be had"
(cd "$home/src/test/clients/go-storage" && go build -o "$program" .) >"$work/last-output" 2>&1 || fail 'the Go client does not build'
cloud_start
"$program" || fail 'the Go client says no'
