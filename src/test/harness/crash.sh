#!/usr/bin/env bash
# The service as a process that halts at each step of each scenario, and another process that goes on: what is to be seen in the end must be
# what is to be seen when nothing halts. Each step in one way, ways in turn; --all-modes in each way.
# A harness, not for CI. Ends with 1 if somebody could tell. UPDATE=true writes the figures into docs/reliability.md.
# Usage: crash.sh [--all-modes | SCENARIO STEP MODE]
set -euo pipefail

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mvn -B -q test-compile dependency:build-classpath \
  -Dmdep.includeScope=test -Dmdep.outputFile="$work/classpath"
java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC \
  -Djava.util.logging.manager=org.jboss.logmanager.LogManager -Djava.io.tmpdir="$work" -Dupdate.figures="${UPDATE:-false}" \
  -cp "target/test-classes:target/classes:$(<"$work/classpath")" dev.sluice.proof.HaltHarness "$@"
