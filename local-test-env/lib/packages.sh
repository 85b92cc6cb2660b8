# Where the programs come from: Debian packages, unpacked into a cache folder of the user.
# The system's package lists and /usr stay as they are.
# shellcheck shell=bash disable=SC2034,SC2153,SC2154 # variables are shared between these files

ASSUME_YES=${ASSUME_YES:-}

# May we fetch or install? Yes by --install, --yes or CI=true, else by asking on a terminal.
consent() {
  local what=$1 answer
  if [[ -n $ASSUME_YES || ${CI:-} == true ]]; then
    say "$what"
    return 0
  fi
  [[ -t 0 && -t 2 ]] || return 1
  read -r -p "$what: go on? [y/N] " answer
  [[ $answer == [yY]* ]]
}

# need_tool COMMAND PACKAGE: a program of the system itself; installed by apt when allowed.
need_tool() {
  local command=$1 package=$2 sudo=()
  command -v "$command" >/dev/null && return
  ((EUID == 0)) || sudo=(sudo)
  if ((EUID == 0)) || command -v sudo >/dev/null; then
    if consent "Installing $package (apt-get install $package)"; then
      "${sudo[@]}" apt-get install -y -qq --no-install-recommends "$package" >&2 ||
        { "${sudo[@]}" apt-get update -qq >&2 && "${sudo[@]}" apt-get install -y -qq --no-install-recommends "$package" >&2; } ||
        die "could not install $package"
      return
    fi
  fi
  die "$command is missing. Install it (as root: apt-get install $package) or run: up --install"
}

# Prints "URI signed-by" of the system's own main archive, from deb822 and from one-line sources.
# Signed-By is left out when it is a key in place rather than a file.
system_mirrors() {
  local codename
  codename=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-}")
  {
    find /etc/apt/sources.list.d -name '*.sources' -exec awk '
      function flush() {
        if (types ~ /(^| )deb( |$)/ && enabled !~ /^no/) {
          n = split(uris, u, " "); m = split(suites, s, " ")
          for (i = 1; i <= n; i++) for (j = 1; j <= m; j++) print s[j], u[i], key
        }
        types = uris = suites = key = enabled = ""
      }
      FNR == 1 { flush() }
      /^#/ { next }
      /^[ \t]*$/ { flush(); next }
      { field = tolower($1); value = $0; sub(/^[^:]*:[ \t]*/, "", value) }
      field == "types:" { types = value }
      field == "uris:" { uris = value }
      field == "suites:" { suites = value }
      field == "enabled:" { enabled = tolower(value) }
      field == "signed-by:" && value ~ /^\// { key = value }
      END { flush() }' {} + 2>/dev/null || true
    find /etc/apt/sources.list /etc/apt/sources.list.d -name '*.list' -exec awk '
      $1 == "deb" {
        key = ""; at = 2
        if ($2 ~ /^\[/) {
          while ($at !~ /\]$/ && at < NF) at++
          options = $0; sub(/^[^[]*\[/, "", options); sub(/\].*/, "", options)
          if (match(options, /signed-by=[^ ]+/)) key = substr(options, RSTART + 10, RLENGTH - 10)
          at++
        }
        print $(at + 1), $at, key
      }' {} + 2>/dev/null || true
  } | awk -v codename="$codename" '
    $1 == codename || $1 ~ /^(stable|oldstable|testing|sid|unstable)$/ { if (!seen[$2]++) print $2, $3 }'
}

# fetch_package PACKAGE SUITE: unpacks it into $CACHE/PACKAGE-SUITE. Fails when the suite has none.
fetch_package() {
  local package=$1 suite=$2 work target=$CACHE/$1-$2 uri key
  [[ -f $target/.version ]] && return
  mkdir -p "$CACHE" || true
  work=$(mktemp -d "$CACHE/fetch.XXXXXX") || die "cannot write to $CACHE; VMGATHER_CACHE_DIR may name another folder"
  mkdir -p "$work"/{parts,lists/partial,cache/archives/partial}
  while read -r uri key; do
    printf 'deb %s%s %s main\n' "${key:+[signed-by=$key] }" "$uri" "$suite"
  done < <(system_mirrors) >"$work/parts/one.list"
  # A file rather than -o options, because only a file can #clear the image's hooks, which would touch the system's cache.
  # Sandbox::User: apt's own user may not enter this folder.
  cat >"$work/apt.conf" <<CONF
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear Acquire::IndexTargets::deb::DEP-11;
Dir::Etc::SourceList "/dev/null";
Dir::Etc::SourceParts "$work/parts";
Dir::State::Lists "$work/lists";
Dir::Cache "$work/cache";
APT::Sandbox::User "root";
APT::Get::List-Cleanup "0";
Acquire::Languages "none";
Acquire::Retries "2";
CONF
  if (cd "$work" && apt-get -c apt.conf -qq update && apt-get -c apt.conf -qq download "$package") >"$work/log" 2>&1 &&
    dpkg -x "$work/$package"_*.deb "$work/root"; then
    dpkg-deb -f "$work/$package"_*.deb Version >"$work/root/.version"
    rm -rf "$target"
    mv "$work/root" "$target"
    rm -rf "$work"
    return 0
  fi
  say "no $package from suite $suite: $(grep -m1 '^E:' "$work/log" || echo 'no mirror in the system sources')"
  rm -rf "$work"
  return 1
}

# find_victoriametrics SUITE...: sets VM_DIR and VM_VERSION from the first suite that has the package.
find_victoriametrics() {
  local suite
  if [[ -n ${VMG_VM_BIN_DIR:-} ]]; then
    [[ -x $VMG_VM_BIN_DIR/victoria-metrics ]] || die "VMG_VM_BIN_DIR=$VMG_VM_BIN_DIR holds no victoria-metrics"
    VM_DIR=$(cd "$VMG_VM_BIN_DIR" && pwd)
    VM_VERSION=$("$VM_DIR/victoria-metrics" -version 2>&1 | grep -oEm1 'v[0-9]+\.[0-9]+\.[0-9]+' || echo unknown)
    return
  fi
  for suite in "$@"; do
    use_cached victoria-metrics "$suite" && return
  done
  consent "Fetching VictoriaMetrics (Debian package victoria-metrics, about 57 MB) into $CACHE" ||
    die "VictoriaMetrics is missing. Run: up --install (fetches Debian's package into $CACHE), or set VMG_VM_BIN_DIR to a folder with victoria-metrics, vmagent, vmalert and vmauth"
  for suite in "$@"; do
    fetch_package victoria-metrics "$suite" && use_cached victoria-metrics "$suite" && return
  done
  die "no mirror of this system offers victoria-metrics in: $*. Set VMG_VM_BIN_DIR to a folder that has the programs"
}

use_cached() {
  local root=$CACHE/$1-$2
  [[ -f $root/.version ]] || return 1
  VM_DIR=$root/usr/bin
  # 1.145.0+ds1-2 of Debian is 1.145.0.
  VM_VERSION=$(sed 's/[+~-].*//' "$root/.version")
}

# Sets OLD_VM_DIR; the other programs stay what they are.
find_old_victoriametrics() {
  local VM_DIR VM_VERSION VMG_VM_BIN_DIR=
  find_victoriametrics "$@"
  OLD_VM_DIR=$VM_DIR
}

# Sets NGINX to the system's nginx, or to one unpacked from the package of this very release.
find_nginx() {
  local codename
  NGINX=$(command -v nginx || PATH=/usr/sbin:/sbin command -v nginx || true)
  [[ -z $NGINX ]] || return 0
  codename=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-}")
  NGINX=$CACHE/nginx-$codename/usr/sbin/nginx
  if [[ ! -x $NGINX ]]; then
    { consent "Fetching nginx (Debian package nginx) into $CACHE" && fetch_package nginx "$codename"; } ||
      die "nginx is missing. Install it (as root: apt-get install nginx-light) or run: up --install"
  fi
  "$NGINX" -v 2>/dev/null || die "$NGINX does not run here. As root: apt-get install nginx-light"
}

readonly KEYCLOAK_VERSION=26.4.5

# Sets KEYCLOAK to a folder with it, from its distribution in the Maven repository; built once for starts without a build.
find_keycloak() {
  local work
  KEYCLOAK=$CACHE/keycloak-$KEYCLOAK_VERSION
  [[ ! -e $KEYCLOAK/.built ]] || return 0
  need_tool mvn maven
  need_tool unzip unzip
  consent "Fetching Keycloak $KEYCLOAK_VERSION (about 170 MB) into $CACHE" ||
    die "Keycloak is missing. Run: up --install keycloak"
  mkdir -p "$CACHE" || true
  work=$(mktemp -d "$CACHE/fetch.XXXXXX") || die "cannot write to $CACHE; VMGATHER_CACHE_DIR may name another folder"
  mvn -B -ntp -q org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy -DoutputDirectory="$work" \
    -Dartifact="org.keycloak:keycloak-quarkus-dist:$KEYCLOAK_VERSION:zip" >&2 || die "could not fetch Keycloak"
  unzip -q "$work"/*.zip -d "$work"
  "$work/keycloak-$KEYCLOAK_VERSION/bin/kc.sh" build --db=dev-mem --features-disabled=kerberos,device-flow,ciba,par >"$work/log" 2>&1 ||
    { tail -n 5 "$work/log" >&2 && die "could not prepare Keycloak"; }
  touch "$work/keycloak-$KEYCLOAK_VERSION/.built"
  rm -rf "$KEYCLOAK"
  mv "$work/keycloak-$KEYCLOAK_VERSION" "$KEYCLOAK"
  rm -rf "$work"
}

# Sets APACHE and APACHE_MODULES to the system's own: unpacked from packages, it would not find its libraries.
find_apache() {
  APACHE=/usr/sbin/apache2
  APACHE_MODULES=/usr/lib/apache2/modules
  need_tool "$APACHE" apache2-bin
  [[ -e $APACHE_MODULES/mod_auth_openidc.so ]] || need_tool mod_auth_openidc.so libapache2-mod-auth-openidc
}

# Sets TINYPROXY as find_nginx does: the HTTP proxy that a company's way out leads through.
find_tinyproxy() {
  local codename
  TINYPROXY=$(command -v tinyproxy || true)
  [[ -z $TINYPROXY ]] || return 0
  codename=$(. /etc/os-release && printf '%s' "${VERSION_CODENAME:-}")
  TINYPROXY=$CACHE/tinyproxy-bin-$codename/usr/bin/tinyproxy
  if [[ ! -x $TINYPROXY ]]; then
    { consent "Fetching tinyproxy (Debian package tinyproxy-bin) into $CACHE" && fetch_package tinyproxy-bin "$codename"; } ||
      die "tinyproxy is missing. Install it (as root: apt-get install tinyproxy-bin) or run: up --install"
  fi
  "$TINYPROXY" -v >/dev/null || die "$TINYPROXY does not run here. As root: apt-get install tinyproxy-bin"
}
