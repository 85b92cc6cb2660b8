# Every server: what it needs, how it is started, and the question it must answer to count as up.
# shellcheck shell=bash

# In the order in which they are started.
server_names() {
  printf '%s\n' single
  if [[ -n ${VM_CLUSTER_BIN:-} ]]; then
    printf '%s\n' vmstorage vminsert vmselect
  else
    printf '%s\n' tenant0 tenant1011
  fi
  printf '%s\n' vmauth cluster managed tls nginx vmalert vmagent
}

# Not part of "all": an older release beside the others.
optional_names() { printf '%s\n' old; }

# The servers that this one cannot work without.
needs_of() {
  case $1 in
    vmauth | tls | nginx | vmalert | vmagent) echo single ;;
    cluster | managed) [[ -n ${VM_CLUSTER_BIN:-} ]] && echo vmstorage vminsert vmselect || echo tenant0 tenant1011 ;;
    vminsert | vmselect) echo vmstorage ;;
  esac
}

# The ports of a server beyond the one that carries its own name.
extra_ports_of() {
  case $1 in
    vmstorage) echo vmstorage-insert vmstorage-select ;;
  esac
}

# single_node NAME MEMORY PROGRAM: sets COMMAND.
# -retentionPeriod: tests bring data with their own timestamps, old ones too (the default, one month, would drop them).
# -search.latencyOffset: a scraped sample is there for queries at once (the default hides the last 30 s; exports never do).
# -memory.allowedBytes: bounds the caches; the default is 60% of a machine that others share.
# All other settings, limits of exports and searches among them, are VictoriaMetrics' own.
single_node() {
  COMMAND=("$3"
    -httpListenAddr="$(address_of "$1")"
    -storageDataPath="$STATE/data/$1"
    -retentionPeriod=100y
    -search.latencyOffset=0s
    -memory.allowedBytes="$2")
}

# command_of NAME: sets COMMAND, the program and its arguments.
command_of() {
  case $1 in
    single) single_node single 512MiB "$VM_DIR/victoria-metrics" ;;
    *) die "no such server: $1" ;;
  esac
}

answers() { curl -fsS -m 5 -o /dev/null "$@" 2>/dev/null; }

readonly PROBE_QUERY='api/v1/query?query=1'

# probe NAME: does it answer what its users will ask?
probe() {
  case $1 in
    single | old | tenant0 | tenant1011) answers "$(url_of "$1")/$PROBE_QUERY" ;;
    *) answers "$(url_of "$1")/health" ;;
  esac
}
