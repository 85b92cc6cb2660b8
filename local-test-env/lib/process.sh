# Starting, watching and stopping servers. A pid file holds "pid start-time", so that a pid
# which the system has given to another process is never taken for ours.
# shellcheck shell=bash disable=SC2034,SC2153,SC2154 # variables are shared between these files

# Field 22 of /proc/PID/stat: the start time in ticks since boot. The name before it may hold blanks.
start_time_of() {
  local stat fields
  { stat=$(<"/proc/$1/stat"); } 2>/dev/null || return 1
  read -r -a fields <<<"${stat##*) }"
  [[ ${fields[0]} != Z ]] || return 1
  printf '%s' "${fields[19]}"
}

# Prints the pid of a server of ours that runs, else fails.
pid_of() {
  local pid started
  { read -r pid started <"$STATE/run/$1.pid"; } 2>/dev/null || return 1
  [[ -n $started && $(start_time_of "$pid") == "$started" ]] || return 1
  printf '%s' "$pid"
}

# launch NAME COMMAND...: starts it in a session of its own, unless the very same command runs already.
launch() {
  local name=$1 wanted pid
  shift
  wanted=$(printf '%q ' "$@"; { cat "$STATE/conf/$name".* 2>/dev/null || true; } | cksum)
  if pid=$(pid_of "$name"); then
    [[ $wanted != "$(cat "$STATE/run/$name.cmd" 2>/dev/null)" ]] || return 0
    say "$name: its settings changed, restarting"
    stop "$name"
  fi
  ! port_answers "$(port_of "$name")" ||
    die "port $(port_of "$name") of $name is taken by another process. Set $(port_variable "$name") to another port, or run: down --wipe"
  [[ ! -f $STATE/log/$name.log ]] || mv "$STATE/log/$name.log" "$STATE/log/$name.log.1"
  setsid "$@" >"$STATE/log/$name.log" 2>&1 </dev/null 9>&- &
  pid=$!
  printf '%s %s\n' "$pid" "$(start_time_of "$pid")" | write_atomically "$STATE/run/$name.pid"
  printf '%s' "$wanted" | write_atomically "$STATE/run/$name.cmd"
}

# Waits until the server's own probe answers; a server that dies or stays silent ends the script with its log.
wait_for() {
  local name=$1 deadline=$((SECONDS + WAIT_SECONDS))
  until probe "$name"; do
    pid_of "$name" >/dev/null || fail_with_log "$name" "ended while starting"
    ((SECONDS < deadline)) || fail_with_log "$name" "did not answer within $WAIT_SECONDS s (VMG_WAIT_SECONDS)"
    sleep 0.1
  done
}

fail_with_log() {
  say "--- last lines of $STATE/log/$1.log"
  tail -n 15 "$STATE/log/$1.log" >&2 || true
  die "$1 $2"
}

# Asks all servers given to end, then waits for each; one that does not listen is killed after 30 s.
stop() {
  local name pid deadline
  for name in "$@"; do
    if pid=$(pid_of "$name"); then kill -TERM "$pid" 2>/dev/null || true; fi
  done
  for name in "$@"; do
    deadline=$((SECONDS + 30))
    while pid=$(pid_of "$name"); do
      if ((SECONDS >= deadline)); then
        say "$name: killed, as it did not end within 30 s"
        kill -KILL "$pid" 2>/dev/null || true
        deadline=$((SECONDS + 5))
      fi
      sleep 0.05
    done
    rm -f "$STATE/run/$name.pid" "$STATE/run/$name.cmd"
  done
}
