#!/usr/bin/env bash
# Fails when a production build contains anything of the local cloud, or does not say what a production build has to say.
# Usage: src/test/production-jar.sh [FOLDER]     the folder of the build, target/quarkus-app by default, of `mvn clean package -Dproduction`
set -eu

app=${1:-target/quarkus-app}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
jar=${JAVA_HOME:+$JAVA_HOME/bin/}jar
opened=$(mktemp -d)
trap 'rm -rf "$opened"' EXIT

fail() {
  printf 'production-jar: %s\n' "$*" >&2
  exit 1
}

[ -f "$app/quarkus-run.jar" ] || fail "there is no $app/quarkus-run.jar; build it: mvn clean package -Dproduction -DskipTests"

app=$(cd "$app" && pwd)

# names of entries stand in a jar as they are, so grep finds them without opening the libraries one by one
if found=$(grep -rlaF -e dev/sluice/local -e deployment/local.yaml "$app"); then
  fail "classes or settings of the local cloud are in: $found"
fi

# what is inside our own files is compressed: services, settings, names in bytecode
for file in "$app"/app/*.jar "$app"/quarkus/*.jar; do
  (cd "$opened" && "$jar" xf "$file")
done
[ -d "$opened/dev/sluice" ] || fail "there are no classes of Sluice in $app/app"
if found=$(cd "$opened" && grep -rlaE 'dev[./]sluice[./]local|deployment/local\.yaml' .); then
  fail "the local cloud is named by: $found"
fi

# says TEXT WORDS...: the exit code is 2, and the one line on standard error has the text
says() {
  text=$1
  shift
  status=0
  error=$(cd "$opened" && env -u QUARKUS_GOOGLE_CLOUD_PROJECT_ID "$java" -jar "$app/quarkus-run.jar" "$@" 2>&1 >/dev/null) || status=$?
  [ "$status" = 2 ] || fail "'sluice $*' ended with $status instead of 2: $error"
  [ "$(printf '%s\n' "$error" | wc -l)" = 1 ] || fail "'sluice $*' said more than one line: $error"
  case $error in
    *"$text"*) ;;
    *) fail "'sluice $*' did not name $text: $error" ;;
  esac
}
says quarkus.google.cloud.project-id
for command in demo up cloud bench; do
  says "no command \"$command\"" "$command"
done
printf 'production-jar: %s has nothing of the local cloud\n' "$app"
