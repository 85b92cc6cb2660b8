# Configuration of the servers, written to the state folder at each up.
# shellcheck shell=bash disable=SC2034,SC2153,SC2154 # variables are shared between these files

readonly VMAUTH_BASIC_USER=support VMAUTH_LEGACY_USER=legacy

# render TEMPLATE TARGET NAME=VALUE...: puts each VALUE in place of @NAME@.
render() {
  local text target=$STATE/conf/$2 pair
  text=$(<"$ENV_HOME/config/$1")
  for pair in "${@:3}"; do
    text=${text//"@${pair%%=*}@"/"${pair#*=}"}
  done
  (umask 077 && write_atomically "$target" <<<"$text")
}

# is_active NAME: runs, or is about to be started by this up (names in the array servers).
is_active() {
  [[ " ${servers[*]} " == *" $1 "* ]] || pid_of "$1" >/dev/null
}

configure() {
  local single
  single=$(url_of single)
  case $1 in
    vmauth)
      render vmauth.yml vmauth.yml SINGLE_URL="$single" BEARER_TOKEN="$(secret bearer)" \
        BASIC_USER="$VMAUTH_BASIC_USER" BASIC_PASSWORD="$(secret basic)" \
        LEGACY_USER="$VMAUTH_LEGACY_USER" LEGACY_PASSWORD="$(secret legacy)"
      ;;
    cluster)
      if [[ -n ${VM_CLUSTER_BIN:-} ]]; then
        render cluster-real.yml cluster.yml VMINSERT_URL="$(url_of vminsert)" VMSELECT_URL="$(url_of vmselect)"
      else
        render cluster.yml cluster.yml TENANT0_URL="$(url_of tenant0)" TENANT1011_URL="$(url_of tenant1011)"
      fi
      ;;
    managed)
      render managed.yml managed.yml MANAGED_TOKEN="$(secret managed)" \
        SELECT_URL="$(tenant_select_url 1011)" INSERT_URL="$(tenant_insert_url 1011)"
      ;;
    tls)
      render tls.yml tls.yml SINGLE_URL="$single"
      make_certificate
      ;;
    nginx)
      render nginx.conf nginx.conf STATE="$STATE" NGINX_ADDRESS="$(address_of nginx)" SINGLE_URL="$single"
      write_scrape_pages with-gaps
      ;;
    vmalert) render rules.yml vmalert.yml ;;
    apache)
      make_certificate
      apache_site | write_atomically "$STATE/conf/apache-vmgather.conf"
      render apache-secrets.conf apache-secrets.conf SECRET="$(secret sso-client)" PASSPHRASE="$(secret sso-cookies)"
      render apache.conf apache.conf STATE="$STATE" MODULES="$APACHE_MODULES" APACHE_ADDRESS="$(address_of apache)"
      ;;
    vmagent)
      render relabel-tenant0.yml relabel-tenant0.yml
      render relabel-tenant1011.yml relabel-tenant1011.yml
      scrape_config | write_atomically "$STATE/conf/vmagent.yml"
      ;;
  esac
}

# The very file that deploy/apache ships, with this machine's values.
apache_site() {
  sed -E "$(printf 's#^Define VMGATHER_%s .*#Define VMGATHER_%s %s#;' \
    LISTEN LISTEN "$(port_of apache)" NAME NAME 127.0.0.1 \
    CERTIFICATE CERTIFICATE "$STATE/conf/tls.crt" KEY KEY "$STATE/conf/tls.key" \
    TOMCAT TOMCAT "$(url_of sso-tomcat)" ISSUER ISSUER "$(url_of keycloak)/realms/corp" \
    SECRETS SECRETS "$STATE/conf/apache-secrets.conf")" "$ENV_HOME/../deploy/apache/vmgather.conf"
}

# Makes the realm, unless Keycloak has it: alice may export and import, bob may export, carol administers.
make_realm() {
  local token url
  url=$(url_of keycloak)
  ! answers "$url/realms/corp" || return 0
  token=$(curl -fsS -m 20 -d grant_type=password -d client_id=admin-cli -d username=admin --data-urlencode "password=$(secret keycloak)" \
    "$url/realms/master/protocol/openid-connect/token" | sed 's/.*"access_token":"\([^"]*\)".*/\1/')
  render keycloak-realm.json keycloak-realm.json SSO_URL="https://$(address_of apache)" \
    SECRET="$(secret sso-client)" PASSWORD="$(secret sso-people)" METRICS_SECRET="$(secret metrics-client)"
  curl -fsS -m 60 -H "Authorization: Bearer $token" -H 'Content-Type: application/json' \
    -d "@$STATE/conf/keycloak-realm.json" "$url/admin/realms" || die "could not make Keycloak's realm"
}

make_certificate() {
  [[ ! -s $STATE/conf/tls.crt ]] || return 0
  need_tool openssl openssl
  (
    umask 077
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 -subj '/CN=vmgather local test' \
      -addext 'subjectAltName=IP:127.0.0.1,DNS:localhost' -keyout "$STATE/conf/tls.key" -out "$STATE/conf/tls.crt"
  ) 2>"$STATE/log/openssl.log" || fail_with_log openssl "could not make the certificate"
}

# Jobs are named as in a production setup; only servers that run (or start now) are scraped.
scrape_config() {
  printf 'global:\n  scrape_interval: 5s\n  scrape_timeout: 4s\nscrape_configs:\n'
  scrape_job vmsingle-prod single old
  scrape_job vmsingle-tenants tenant0 tenant1011
  scrape_job vmstorage-prod vmstorage
  scrape_job vminsert-prod vminsert
  scrape_job vmselect-prod vmselect
  scrape_job vmauth-edge vmauth managed
  scrape_job vmauth-cluster cluster
  scrape_job vmauth-tls tls
  scrape_job vmalert-prod vmalert
  scrape_job vmagent-prod vmagent
  if is_active nginx; then
    scrape_page test1
    scrape_page test2
  fi
}

scrape_job() {
  local job=$1 name targets=
  for name in "${@:2}"; do
    ! is_active "$name" || targets+="          - $(address_of "$name")"$'\n'
  done
  [[ -n $targets ]] || return 0
  printf '  - job_name: %s\n' "$job"
  [[ $job != vmauth-tls ]] || printf '    scheme: https\n    tls_config:\n      insecure_skip_verify: true\n'
  printf '    static_configs:\n      - targets:\n%s' "$targets"
}

# honor_labels: job and instance of the series are those of the page.
scrape_page() {
  printf '  - job_name: %s\n    honor_labels: true\n    metrics_path: /%s/metrics\n    static_configs:\n      - targets:\n          - %s\n' \
    "$1" "$1" "$(address_of nginx)"
}
