#!/usr/bin/env bash
# Everything about a native image that needs no GraalVM: Quarkus augments the application for one, the laptop's build and the production
# build, and the production jar is looked at. Works on a copy, so that target/ stays what tests and ./sluice run on.
# Usage: src/test/native-sources.sh     about two minutes; -o and other words are handed to Maven
set -eu

cd "$(dirname "$0")/../.."
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp -R pom.xml .mvn src "$copy"
cd "$copy"

build() {
  name=$1
  shift
  printf 'native-sources: %s ...\n' "$name"
  rm -rf target
  if ! mvn -B package -Dmaven.test.skip=true -Dspotless.check.skip=true "$@" >build.log 2>&1; then
    tail -n 60 build.log >&2
    printf 'native-sources: %s failed\n' "$name" >&2
    exit 1
  fi
}

native=(-Dquarkus.native.enabled=true -Dquarkus.package.jar.enabled=false -Dquarkus.native.sources-only=true)

build 'sources of the native image, with the local cloud' "${native[@]}" "$@"

build 'sources of the native image, production' -Dproduction "${native[@]}" "$@"
for part in schemas/client.schema.json META-INF/native-image/dev.sluice/sluice/resource-config.json \
  dev/sluice/gcp/ShadedNettyLogging.class; do
  # names of entries stand in a jar as they are
  grep -qaF "$part" target/native-sources/*-runner.jar || {
    printf 'native-sources: %s is missing\n' "$part" >&2
    exit 1
  }
done
if grep -qaF dev/sluice/local target/native-sources/*-runner.jar; then
  printf 'native-sources: the production sources contain the local cloud\n' >&2
  exit 1
fi

build 'production jar' -Dproduction "$@"
src/test/production-jar.sh target/quarkus-app
