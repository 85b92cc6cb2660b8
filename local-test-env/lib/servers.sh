# Every server: what it needs, how it is started, and the question it must answer to count as up.
# shellcheck shell=bash disable=SC2034,SC2153,SC2154 # variables are shared between these files

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

# Only when named: an older release beside the others, and a company's sign-in.
optional_names() { printf '%s\n' old keycloak apache; }

# The servers that this one cannot work without.
needs_of() {
  case $1 in
    vmauth | tls | nginx | vmalert | vmagent) echo single ;;
    vminsert | vmselect) echo vmstorage ;;
    apache) echo keycloak ;;
    cluster | managed)
      if [[ -n ${VM_CLUSTER_BIN:-} ]]; then echo vmstorage vminsert vmselect; else echo tenant0 tenant1011; fi
      ;;
  esac
}

# The ports of a server beyond the one that carries its own name.
extra_ports_of() {
  case $1 in
    vmstorage) echo vmstorage-insert vmstorage-select ;;
    keycloak) echo apache ;;
    apache) echo sso-tomcat ;;
  esac
}

# Where the data of a tenant is read and written: its own single node, or the cluster.
tenant_select_url() {
  if [[ -n ${VM_CLUSTER_BIN:-} ]]; then echo "$(url_of vmselect)/select/$1/prometheus"; else url_of "tenant$1"; fi
}

tenant_insert_url() {
  if [[ -n ${VM_CLUSTER_BIN:-} ]]; then echo "$(url_of vminsert)/insert/$1/prometheus"; else url_of "tenant$1"; fi
}

# storage NAME MEMORY PROGRAM: sets COMMAND.
# -retentionPeriod: tests bring data with their own timestamps, old ones too (the default, one month, would drop them).
# -memory.allowedBytes: bounds the caches; the default is 60% of a machine that others share.
# Other settings, limits of exports and searches among them, are VictoriaMetrics' own.
storage() {
  COMMAND=("$3"
    -httpListenAddr="$(address_of "$1")"
    -storageDataPath="$STATE/data/$1"
    -retentionPeriod=100y
    -memory.allowedBytes="$2")
}

# -search.latencyOffset: a scraped sample is there for queries at once (the default hides the last 30 s; exports never do).
single_node() {
  storage "$@"
  COMMAND+=(-search.latencyOffset=0s)
}

vmauth() {
  COMMAND=("$VM_DIR/vmauth" -httpListenAddr="$(address_of "$1")" -auth.config="$STATE/conf/$1.yml")
}

# command_of NAME: sets COMMAND, the program and its arguments.
command_of() {
  case $1 in
    single) single_node single 512MiB "$VM_DIR/victoria-metrics" ;;
    tenant0 | tenant1011) single_node "$1" 128MiB "$VM_DIR/victoria-metrics" ;;
    old) single_node old 128MiB "$OLD_VM_DIR/victoria-metrics" ;;
    vmstorage)
      storage vmstorage 256MiB "$VM_CLUSTER_BIN/vmstorage"
      COMMAND+=(-vminsertAddr="$(address_of vmstorage-insert)" -vmselectAddr="$(address_of vmstorage-select)")
      ;;
    vminsert)
      COMMAND=("$VM_CLUSTER_BIN/vminsert" -httpListenAddr="$(address_of vminsert)" -storageNode="$(address_of vmstorage-insert)")
      ;;
    vmselect)
      COMMAND=("$VM_CLUSTER_BIN/vmselect" -httpListenAddr="$(address_of vmselect)" -storageNode="$(address_of vmstorage-select)"
        -cacheDataPath="$STATE/data/vmselect" -search.latencyOffset=0s -memory.allowedBytes=128MiB)
      ;;
    vmauth | cluster | managed) vmauth "$1" ;;
    tls)
      vmauth tls
      COMMAND+=(-tls -tlsCertFile="$STATE/conf/tls.crt" -tlsKeyFile="$STATE/conf/tls.key")
      ;;
    nginx) COMMAND=("$NGINX" -p "$STATE/tmp" -e stderr -c "$STATE/conf/nginx.conf") ;;
    vmalert)
      COMMAND=("$VM_DIR/vmalert" -httpListenAddr="$(address_of vmalert)" -rule="$STATE/conf/vmalert.yml"
        -datasource.url="$(url_of single)" -remoteWrite.url="$(url_of single)" -remoteRead.url="$(url_of single)"
        -notifier.blackhole)
      ;;
    vmagent) vmagent ;;
    keycloak)
      # Its administrator is made anew at each start: all that it knows is in its memory.
      COMMAND=(env KC_BOOTSTRAP_ADMIN_USERNAME=admin KC_BOOTSTRAP_ADMIN_PASSWORD="$(secret keycloak)"
        JAVA_OPTS_KC_HEAP="-Xms64m -Xmx320m" "$KEYCLOAK/bin/kc.sh" start --optimized --http-enabled=true
        --hostname-strict=false --http-host=127.0.0.1 --http-port="$(port_of keycloak)")
      ;;
    apache) COMMAND=("$APACHE" -f "$STATE/conf/apache.conf" -DFOREGROUND) ;;
  esac
}

# Writes to the single node and, where they run, to both tenants; a label tells the tenants' data apart.
vmagent() {
  local tenant
  COMMAND=("$VM_DIR/vmagent" -httpListenAddr="$(address_of vmagent)" -promscrape.config="$STATE/conf/vmagent.yml"
    -remoteWrite.tmpDataPath="$STATE/data/vmagent" -memory.allowedBytes=64MiB
    -remoteWrite.url="$(url_of single)/api/v1/write" -remoteWrite.urlRelabelConfig=)
  for tenant in 0 1011; do
    tenant_is_active "$tenant" || continue
    COMMAND+=(-remoteWrite.url="$(tenant_insert_url "$tenant")/api/v1/write"
      -remoteWrite.urlRelabelConfig="$STATE/conf/relabel-tenant$tenant.yml")
  done
}

tenant_is_active() { is_active "tenant$1" || is_active vminsert; }

answers() { curl -fsS -m 5 -o /dev/null "$@" 2>/dev/null; }

# probe NAME: does it answer what its users will ask?
probe() {
  local url query='api/v1/query?query=1'
  url=$(url_of "$1")
  case $1 in
    vmauth)
      answers -u "$VMAUTH_BASIC_USER:$(secret basic)" "$url/$query" && answers -H "Authorization: Bearer $(secret bearer)" "$url/$query"
      ;;
    cluster) answers "$url/select/0/prometheus/$query" && answers "$url/select/1011/prometheus/$query" ;;
    managed) answers -H "Authorization: Bearer $(secret managed)" "$url/1011/rw/prometheus/$query" ;;
    tls) answers -k "${url/http:/https:}/$query" ;;
    nginx) answers "$url/monitoring/vm/$query" && answers "$url/test1/metrics" ;;
    keycloak) answers "$url/realms/master" ;;
    # A script without a session is not led to the sign-in.
    apache) [[ $(curl -ks -m 5 -o /dev/null -w '%{http_code}' -H 'Sec-Fetch-Mode: cors' "${url/http:/https:}/exporter/") == 401 ]] ;;
    single | old | tenant0 | tenant1011) answers "$url/$query" ;;
    *) answers "$url/health" ;;
  esac
}
