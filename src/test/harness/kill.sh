#!/usr/bin/env bash
# 20 events a second while the service's process is killed and started again every 30 seconds: what was sent, accepted, run and told.
# A harness, not for CI. UPDATE=true writes the figures into docs/reliability.md.
# Usage: kill.sh [MINUTES]
set -euo pipefail

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../../.."
minutes=${1:-10}

mvn -B -q package -DskipTests
mvn -B -q surefire:test -Dtest=KillHarness -Dsurefire.failIfNoSpecifiedTests=false \
  -Dservice.jar=target/quarkus-app/quarkus-run.jar \
  -Dsluice.kill.seconds=$((minutes * 60)) -Dupdate.figures="${UPDATE:-false}"
