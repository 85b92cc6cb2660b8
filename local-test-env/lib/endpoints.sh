# What up hands to tests and people: endpoints.properties and the table.
# shellcheck shell=bash disable=SC2034,SC2153,SC2154 # variables are shared between these files

# endpoints_of NAME: KEY=VALUE for what a server offers. These keys are a contract: tests read them.
endpoints_of() {
  local url
  url=$(url_of "$1")
  case $1 in
    single) printf '%s\n' "SINGLE_URL=$url" ;;
    vmauth)
      printf '%s\n' "VMAUTH_URL=$url" "VMAUTH_BASIC_USER=$VMAUTH_BASIC_USER" "VMAUTH_BASIC_PASSWORD=$(secret basic)" \
        "VMAUTH_BEARER_TOKEN=$(secret bearer)" \
        "LEGACY_URL=$url" "LEGACY_USER=$VMAUTH_LEGACY_USER" "LEGACY_PASSWORD=$(secret legacy)"
      ;;
    cluster)
      printf '%s\n' "CLUSTER_URL=$url" "CLUSTER_SELECT_0_URL=$url/select/0/prometheus" \
        "CLUSTER_SELECT_1011_URL=$url/select/1011/prometheus" "CLUSTER_SELECT_MULTITENANT_URL=$url/select/multitenant/prometheus" \
        "CLUSTER_INSERT_0_URL=$url/insert/0/prometheus" "CLUSTER_INSERT_1011_URL=$url/insert/1011/prometheus"
      ;;
    managed)
      printf '%s\n' "MANAGED_URL=$url/1011/rw/prometheus" "MANAGED_EXPORT_URL=$url/1011/prometheus" \
        "MANAGED_BEARER_TOKEN=$(secret managed)"
      ;;
    tls) printf '%s\n' "TLS_URL=${url/http:/https:}" "TLS_CERTIFICATE=$STATE/conf/tls.crt" ;;
    nginx) printf '%s\n' "NGINX_URL=$url/monitoring/vm" ;;
    keycloak)
      printf '%s\n' "KEYCLOAK_URL=$url" "KEYCLOAK_REALM_URL=$url/realms/corp" "KEYCLOAK_METRICS_CLIENT=vmgather-metrics" \
        "KEYCLOAK_METRICS_SECRET=$(secret metrics-client)"
      ;;
    apache) printf '%s\n' "SSO_URL=${url/http:/https:}" "SSO_TOMCAT_PORT=$(port_of sso-tomcat)" "SSO_PASSWORD=$(secret sso-people)" ;;
    tenant0 | tenant1011 | vminsert | vmselect | vmstorage | vmagent | vmalert | old) printf '%s\n' "${1^^}_URL=$url" ;;
  esac
}

# Lists the servers that run, after an up; a whole cluster of real binaries is told by CLUSTER_REAL.
write_endpoints() {
  local name
  {
    printf '# Made by local-test-env/up, for tests to read: Java properties, and shell as long as no path holds a blank.\n'
    printf '%s\n' "VM_VERSION=$VM_VERSION" "VM_BIN=$VM_DIR/victoria-metrics"
    for name in $(server_names) $(optional_names); do
      ! pid_of "$name" >/dev/null || endpoints_of "$name"
    done
    [[ -z ${NGINX:-} ]] || printf '%s\n' "NGINX_BIN=$NGINX" "TINYPROXY_BIN=$TINYPROXY"
    [[ -z ${VM_CLUSTER_BIN:-} ]] || printf 'CLUSTER_REAL=true\n'
    [[ -z ${OLD_VM_DIR:-} ]] || printf 'OLD_VM_BIN=%s\n' "$OLD_VM_DIR/victoria-metrics"
  } | (umask 077 && write_atomically "$STATE/endpoints.properties")
}

# Prints up, silent, died or down.
state_of() {
  if pid_of "$1" >/dev/null; then
    if probe "$1"; then echo up; else echo silent; fi
  elif [[ -e $STATE/run/$1.pid ]]; then
    echo died
  else
    echo down
  fi
}

# print_table NAME...: a line for each URL. Fails unless all servers are up.
print_table() {
  local name state pid line all_up=0
  printf '%-31s %-8s %-7s %s\n' ENDPOINT STATE PID URL
  for name in "$@"; do
    state=$(state_of "$name")
    pid=$(pid_of "$name" || echo -)
    [[ $state == up ]] || all_up=1
    if [[ -z $(port_of "$name") ]]; then
      printf '%-31s %-8s %-7s %s\n' "$name" "$state" - -
      continue
    fi
    while IFS= read -r line; do
      [[ ${line%%=*} != *_URL ]] || printf '%-31s %-8s %-7s %s\n' "${line%%=*}" "$state" "$pid" "${line#*=}"
    done < <(endpoints_of "$name")
  done
  return "$all_up"
}
