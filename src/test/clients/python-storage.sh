#!/usr/bin/env bash
# PyPI's google-cloud-storage against ./sluice cloud. Skipped where it cannot be had.
set -euo pipefail
# shellcheck source=src/test/clients/lib/cloud.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib/cloud.sh"

python_with google-cloud-storage
cloud_start
"$python" "$home/src/test/clients/python-storage.py" || fail 'the Python client says no'
