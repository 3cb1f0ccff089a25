# shellcheck shell=bash
# What the client scripts share: a local cloud of their own on free ports, words for what was shown, and Pythons with packages.
# To be sourced after `set -euo pipefail`; sets home and work, and stops and removes everything at the end.

home=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../../../.." && pwd -P)
work=$(mktemp -d)
cloud_log=$work/cloud.log
cloud_env=$work/cloud.env
cloud_pid=
patience=60
shown=0

export CLOUDSDK_CONFIG=$work/gcloud
# a proxy of this machine's is none of the loopback's business
export NO_PROXY=127.0.0.1,localhost no_proxy=127.0.0.1,localhost

skip() {
  echo "skipped: $*"
  exit 0
}

need() {
  command -v "$1" >/dev/null || skip "no $1 on this machine"
}

ok() {
  shown=$((shown + 1))
  echo "ok  $*"
}

fail() {
  {
    echo "FAILED: $*"
    if [ -s "$work/last-output" ]; then
      echo '--- the last command said'
      cat "$work/last-output"
    fi
    if [ -e "$cloud_log" ]; then
      echo '--- what ./sluice cloud said'
      tail -n 60 "$cloud_log"
    fi
  } >&2
  exit 1
}

# runs a command that must succeed; its output is in $work/last-output
run() {
  "$@" >"$work/last-output" 2>&1 || fail "exit code $? of: $*"
}

# the last output must contain the text
says() {
  grep -qF -- "$1" "$work/last-output" || fail "no \"$1\" in what was said"
}

# a command that must fail, with the text in what it says
expect_error() {
  local text=$1
  shift
  if "$@" >"$work/last-output" 2>&1; then
    fail "this succeeded, expected \"$text\": $*"
  fi
  says "$text"
}

# repeats a command until it succeeds; the first argument says what is waited for
await() {
  local what=$1 end=$((SECONDS + patience))
  shift
  until "$@" >"$work/last-output" 2>&1; do
    [ "$SECONDS" -lt "$end" ] || fail "no $what within $patience s"
    if [ -n "$cloud_pid" ] && ! kill -0 "$cloud_pid" 2>/dev/null; then
      fail "the local cloud ended while waiting for $what"
    fi
    sleep 0.2
  done
}

# starts a local cloud on $work/data, with more arguments for `sluice cloud`, and points everything at it
cloud_start() {
  # builds when it has to, which takes longer than our patience
  "$home/sluice" --version >/dev/null </dev/null
  rm -f "$cloud_env"
  "$home/sluice" cloud --dir "$work/data" --storage-port 0 --batch-port 0 --pubsub-port 0 --control-port 0 \
    --write-env "$cloud_env" "$@" >>"$cloud_log" 2>&1 </dev/null &
  cloud_pid=$!
  await 'local cloud' test -e "$cloud_env"
  # shellcheck disable=SC1090 # written by the local cloud
  . "$cloud_env"
}

cloud_stop() {
  if [ -n "$cloud_pid" ]; then
    kill "$cloud_pid" 2>/dev/null || true
    wait "$cloud_pid" 2>/dev/null || true
    cloud_pid=
  fi
}

cloud_kill9() {
  kill -KILL "$cloud_pid"
  wait "$cloud_pid" 2>/dev/null || true
  cloud_pid=
}

cloud_restart() {
  cloud_stop
  cloud_start "$@"
}

# a call of the controls: control POST faults '{"service": "batch", …}'
control() {
  local method=$1 path=$2
  shift 2
  curl -fsS -X "$method" "$SLUICE_LOCAL_CONTROL/$path" ${1:+--data "$1"}
}

# sets python to one that has the packages of PyPI, or skips; SLUICE_CLIENTS_VENV names a folder to keep them in
python_with() {
  need python3
  local folder=${SLUICE_CLIENTS_VENV:-$work/venv}
  if [ ! -x "$folder/bin/python3" ]; then
    python3 -m venv "$folder" >"$work/last-output" 2>&1 || skip 'python3 has no venv'
  fi
  "$folder/bin/pip" -q install "$@" >"$work/last-output" 2>&1 || skip "$* cannot be installed from PyPI"
  python=$folder/bin/python3
  export python
}

finish() {
  cloud_stop
  rm -rf -- "$work"
}
trap finish EXIT
