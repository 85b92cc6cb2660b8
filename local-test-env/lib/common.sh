# Messages, the state folder and its lock. Sourced by up, down and status.
# shellcheck shell=bash disable=SC2034,SC2153,SC2154 # variables are shared between these files

ENV_HOME=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
STATE=${VMGATHER_ENV_DIR:-$ENV_HOME/.state}
CACHE=${VMGATHER_CACHE_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/vmgather/local-test-env}
WAIT_SECONDS=${VMG_WAIT_SECONDS:-60}

say() { printf '%s\n' "$*" >&2; }

die() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

usage_error() {
  printf 'error: %s (see --help)\n' "$*" >&2
  exit 2
}

# Makes the state folder; it holds passwords and a private key, so it is the user's alone.
open_state() {
  mkdir -p "$STATE" || die "cannot make the state folder $STATE; VMGATHER_ENV_DIR may name another one"
  STATE=$(cd "$STATE" && pwd)
  chmod 700 "$STATE"
  mkdir -p "$STATE"/{run,conf,data,log,tmp}
}

# One up or down at a time for each state folder. Servers are started without descriptor 9, or they would keep the lock.
lock_state() {
  exec 9>"$STATE/lock"
  flock -n 9 && return
  say "waiting for another up or down on $STATE"
  flock -w 300 9 || die "another up or down has held $STATE/lock for 5 minutes"
}

# Writes stdin to a file in one step, so that a reader never sees half of it.
write_atomically() {
  local target=$1
  cat >"$target.new"
  mv "$target.new" "$target"
}

# secret NAME: a random word, made once and remembered in the state folder.
secret() {
  local file=$STATE/conf/secret-$1
  if [[ ! -s $file ]]; then
    (
      umask 077
      od -An -N16 -tx1 /dev/urandom | tr -d ' \n' | write_atomically "$file"
    )
  fi
  cat "$file"
}
