#!/usr/bin/env bash
# The commands of gcloud storage against ./sluice cloud: copies in all directions, lists, moves, rsync, removals, metadata,
# conditions, compression, buckets and their policies, wrong input; gsutil through gcloud. Skipped where there is no gcloud.
set -euo pipefail
# shellcheck source=src/test/clients/lib/cloud.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib/cloud.sh"

need gcloud
need curl
cloud_start
cd "$work"
a=gs://commands-a
b=gs://commands-b

# lines of a list, sorted, must be these
lists() {
  local what=$1 expected=$2
  shift 2
  run "$@"
  [ "$(sort "$work/last-output")" = "$(printf '%b' "$expected" | sort)" ] || fail "$what: other lines than expected"
}

mkdir -p tree/sub/deep
printf 'one\n' >tree/one.txt
printf 'two\n' >tree/sub/two.txt
printf '{"three": 3}\n' >tree/sub/deep/three.json
head -c 300000 /dev/zero >tree/zeros.txt

run gcloud storage buckets create "$a" --location=europe-west3
run gcloud storage buckets create "$b"
lists 'buckets list' 'commands-a\ncommands-b' gcloud storage buckets list '--format=value(name)'
run gcloud storage buckets update "$a" --update-labels=team=blue --versioning
run gcloud storage buckets describe "$a" --format=json
says '"location": "EUROPE-WEST3"'
says '"team": "blue"'
says '"versioning_enabled": true'
ok 'buckets: create, list, update, describe'

run gcloud storage buckets add-iam-policy-binding "$a" --member=user:x@example.com --role=roles/storage.objectViewer
run gcloud storage buckets get-iam-policy "$a"
says 'user:x@example.com'
run gcloud storage buckets remove-iam-policy-binding "$a" --member=user:x@example.com --role=roles/storage.objectViewer
run gcloud storage buckets get-iam-policy "$a"
if grep -q 'x@example.com' "$work/last-output"; then fail 'the binding is still there'; fi
ok 'buckets: IAM bindings are added, shown and removed'

run gcloud storage cp -r tree "$a/"
lists 'ls' "$a/tree/" gcloud storage ls "$a"
lists 'ls **' "$a/tree/one.txt\n$a/tree/sub/deep/three.json\n$a/tree/sub/two.txt\n$a/tree/zeros.txt" \
  gcloud storage ls "$a/tree/**"
lists 'ls with a wildcard' "$a/tree/one.txt\n$a/tree/zeros.txt" gcloud storage ls "$a/tree/*.txt"
run gcloud storage ls -r "$a"
says "$a/tree/sub/deep/:"
run gcloud storage ls -l "$a/tree/**"
says 'TOTAL: 4 objects, 300021 bytes'
run gcloud storage ls -L "$a/tree/one.txt"
says 'W79aUjKOdDmubnGd/nEiAA=='
run gcloud storage ls --json "$a/tree/one.txt"
says '"contentType": "text/plain"'
ok 'cp -r of a folder; ls plain, -r, -l, -L, --json, with wildcards'

run gcloud storage cp tree/one.txt "$a/meta" --content-type=text/x-one --custom-metadata=a=1,b=2 --cache-control=no-cache
run gcloud storage cp --no-clobber tree/sub/two.txt "$a/meta"
says 'Skipping existing destination item'
expect_error 'HTTPError 412' gcloud storage cp --if-generation-match=0 tree/sub/two.txt "$a/meta"
run gcloud storage objects update "$a/meta" --content-type=text/y --update-custom-metadata=c=3
run gcloud storage objects describe "$a/meta" --format=json
says '"content_type": "text/y"'
says '"c": "3"'
says '"cache_control": "no-cache"'
says '"metageneration": 2'
run gcloud storage objects update "$a/meta" --clear-custom-metadata
run gcloud storage objects describe "$a/meta" --format=json
if grep -q 'custom_fields' "$work/last-output"; then fail 'the custom metadata is still there'; fi
ok 'metadata at cp and by objects update; --no-clobber and --if-generation-match'

run gcloud storage cat -r 1-2 "$a/meta"
[ "$(cat "$work/last-output")" = ne ] || fail 'cat -r gives other bytes'
printf 'piped\n' | gcloud storage cp - "$a/piped" >"$work/last-output" 2>&1 || fail 'cp from standard input'
run gcloud storage cat "$a/piped"
says 'piped'
ok 'cat, cat -r, cp from standard input'

run gcloud storage cp -Z tree/zeros.txt "$a/gz-all"
run gcloud storage cp -z txt tree/zeros.txt "$a/gz-txt"
run gcloud storage cp -J tree/zeros.txt "$a/gz-flight"
run gcloud storage ls -l "$a/gz-flight"
says '300000'
run gcloud storage objects describe "$a/gz-txt"
says 'content_encoding: gzip'
mkdir gz
run gcloud storage cp "$a/gz-*" gz/
for each in gz/*; do
  cmp -s "$each" tree/zeros.txt || fail "$each has other bytes"
done
ok 'gzip: stored (-z, -Z) and in flight (-J), unpacked at the download'

run gcloud storage cp -r "$a/tree" "$b/"
mkdir back
run gcloud storage cp -r "$b/tree" back/
diff -r tree back/tree >"$work/last-output" || fail 'the copy of the copy differs'
ok 'cp from bucket to bucket and down again'

run gcloud storage mv "$b/tree/one.txt" "$b/tree/first.txt"
run gcloud storage mv "$b/tree" "$a/wood"
lists 'mv' "$a/wood/first.txt\n$a/wood/sub/deep/three.json\n$a/wood/sub/two.txt\n$a/wood/zeros.txt" \
  gcloud storage ls "$a/wood/**"
expect_error 'matched no objects' gcloud storage ls "$b/**"
ok 'mv of an object, of a folder to another bucket'

run gcloud storage rsync -r tree "$b/sync"
cp -r tree changed
printf 'uno\n' >changed/one.txt # as long as before
rm changed/sub/two.txt
run gcloud storage rsync -r --checksums-only --delete-unmatched-destination-objects changed "$b/sync"
run gcloud storage cat "$b/sync/one.txt"
says 'uno'
mkdir down
run gcloud storage rsync -r "$b/sync" down
rmdir changed/sub/missing 2>/dev/null || true
diff -r changed down >"$work/last-output" || fail 'rsync down differs'
run gcloud storage rsync -r "$b/sync" "$a/sync"
run gcloud storage cat "$a/sync/one.txt"
says 'uno'
ok 'rsync up with deletions and checksums, down, and between buckets'

run gcloud storage hash "$a/tree/one.txt"
says 'ojecDQ=='
run gcloud storage du -s "$b"
says '300017'
run gcloud storage objects list "$b/sync/**" '--format=value(name)'
says 'sync/sub/deep/three.json'
run gcloud storage objects compose "$a/tree/one.txt" "$a/tree/sub/two.txt" "$a/composed"
run gcloud storage cat "$a/composed"
[ "$(cat "$work/last-output")" = "$(cat tree/one.txt tree/sub/two.txt)" ] || fail 'compose gives other bytes'
ok 'hash, du, objects list, objects compose'

head -c 170000000 /dev/urandom >large
run gcloud storage cp large "$b/large"
run env CLOUDSDK_STORAGE_PARALLEL_COMPOSITE_UPLOAD_ENABLED=False gcloud storage cp large "$b/whole"
run gcloud storage cp "$b/large" "$b/whole" down/
cmp -s large down/large || fail 'the parallel composite upload came back with other bytes'
cmp -s large down/whole || fail 'the resumable upload came back with other bytes'
ok 'a large file by parallel composite upload and by one resumable upload, and down in slices'

run gcloud storage ls --soft-deleted "$a"
run gcloud storage managed-folders list "$a"
run gcloud storage buckets notifications list "$a"
expect_error '501' gcloud storage managed-folders create "$a/x/"
ok 'probes for what is not there: soft deleted objects, managed folders, notifications'

gsutil() {
  command gsutil -o GSUtil:use_gcloud_storage=True "$@"
}
if command -v gsutil >/dev/null; then
  run gsutil cp tree/one.txt "$a/by-gsutil"
  run gsutil cat "$a/by-gsutil"
  says 'one'
  run gsutil ls -l "$a/by-gsutil"
  run gsutil rm "$a/by-gsutil"
  ok 'gsutil cp, cat, ls, rm through gcloud storage'
fi

control POST faults '{"service": "STORAGE", "kind": "refused", "at": "objects.insert", "times": 2}' >/dev/null
run gcloud storage cp tree/one.txt "$a/retried"
run gcloud storage cat "$a/retried"
says 'one'
ok 'gcloud repeats an upload that is refused twice with 503'

expect_error 'not found: 404' gcloud storage cat gs://commands-none/x
expect_error 'Invalid bucket name' gcloud storage buckets create gs://Upper
expect_error 'matched no objects' gcloud storage rm "$a/nothing"
expect_error 'not empty' gcloud storage buckets delete "$b"
ok 'wrong input is told as Google tells it'

run gcloud storage rm "$a/gz-*"
run gcloud storage rm -r "$a/tree"
expect_error 'matched no objects' gcloud storage ls "$a/tree/**"
run gcloud storage rm -r "$a" "$b"
run gcloud storage buckets list '--format=value(name)'
if grep -q commands "$work/last-output"; then fail 'a removed bucket is still listed'; fi
ok 'rm with wildcards, -r, of buckets with all that is in them'
