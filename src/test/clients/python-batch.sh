#!/usr/bin/env bash
# PyPI's google-cloud-batch against a local cloud, over REST and over gRPC.
set -euo pipefail

. "$(dirname -- "${BASH_SOURCE[0]}")/lib/cloud.sh"
python_with google-cloud-batch
cloud_start

for transport in rest grpc; do
  "$python" "$home/src/test/clients/python-batch.py" "$transport" "$SLUICE_LOCAL_BATCH" || fail "over $transport"
done
