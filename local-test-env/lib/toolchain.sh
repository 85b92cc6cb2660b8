# What building needs, installed as root where it is missing. Sourced by try and test.
# shellcheck shell=bash

has_jdk() {
  local version
  command -v javac >/dev/null || return 1
  version=$(javac -version 2>&1 | sed 's/^javac \([0-9]*\).*/\1/')
  [[ $version =~ ^[0-9]+$ ]] && ((version >= 17))
}

has_chromium() {
  command -v chromium || command -v chromium-browser || command -v google-chrome
} >/dev/null

# missing_packages [tests]: for the tests too, which open bundles with the tools that their readers have and the pages
# in a browser.
missing_packages() {
  has_jdk || echo openjdk-17-jdk-headless
  command -v mvn >/dev/null || echo maven
  command -v curl >/dev/null || echo curl
  command -v unzip >/dev/null || echo unzip
  [[ ${1:-} != tests ]] || has_chromium || echo chromium
  [[ ${1:-} != tests ]] || python3 -c 'import zipfile' 2>/dev/null || echo python3
  [[ -e /etc/ssl/certs/ca-certificates.crt ]] || echo ca-certificates
}

# install_missing [tests]
install_missing() {
  local packages
  mapfile -t packages < <(missing_packages "$@")
  ((${#packages[@]})) || return 0
  if ((EUID != 0)) || ! command -v apt-get >/dev/null; then
    printf 'error: missing here: %s. As root: apt-get install --no-install-recommends %s\n' "${packages[*]}" "${packages[*]}" >&2
    exit 1
  fi
  printf 'Installing %s\n' "${packages[*]}" >&2
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq >&2
  # A release without this JDK has a newer one.
  [[ " ${packages[*]} " != *" openjdk-17-jdk-headless "* ]] || apt-cache show openjdk-17-jdk-headless >/dev/null 2>&1 ||
    packages=("${packages[@]/#openjdk-17-jdk-headless/default-jdk-headless}")
  apt-get install -y -qq --no-install-recommends "${packages[@]}" >&2
}
