# Ports: fixed by VMG_PORT_<NAME>, else the remembered one, else a free one.
# shellcheck shell=bash disable=SC2034,SC2153,SC2154 # variables are shared between these files

# Below 32768, where Linux starts to give out ports to outgoing connections.
readonly FIRST_PORT=20000 LAST_PORT=31999

port_variable() {
  local name=${1^^}
  printf 'VMG_PORT_%s' "${name//-/_}"
}

port_answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

remembered_port() {
  [[ -f $STATE/ports ]] || return 0
  sed -n "s/^$1=//p" "$STATE/ports"
}

free_port() {
  local port attempt
  for ((attempt = 0; attempt < 200; attempt++)); do
    port=$((FIRST_PORT + SRANDOM % (LAST_PORT - FIRST_PORT + 1)))
    if ! grep -qs "=$port\$" "$STATE/ports" && ! port_answers "$port"; then
      printf '%s' "$port"
      return
    fi
  done
  die "found no free port between $FIRST_PORT and $LAST_PORT"
}

remember_port() {
  { grep -sv "^$1=" "$STATE/ports" || true; printf '%s=%s\n' "$1" "$2"; } | sort | write_atomically "$STATE/ports"
}

# Settles the port of each name given. To be called from the main shell, so that errors end the script.
settle_ports() {
  local name variable port
  for name in "$@"; do
    variable=$(port_variable "$name")
    port=${!variable:-$(remembered_port "$name")}
    if [[ -z $port ]]; then
      port=$(free_port)
    elif [[ ! $port =~ ^[0-9]+$ ]] || ((10#$port < 1 || 10#$port > 65535)); then
      die "$variable=$port is not a port between 1 and 65535"
    fi
    [[ $port == "$(remembered_port "$name")" ]] || remember_port "$name" "$port"
  done
}

port_of() { remembered_port "$1"; }

address_of() { printf '127.0.0.1:%s' "$(port_of "$1")"; }

url_of() { printf 'http://%s' "$(address_of "$1")"; }
