# What up hands to tests and people: endpoints.properties and the table.
# shellcheck shell=bash

# Prints KEY=VALUE for each endpoint whose server runs. These names are a contract: tests read them.
endpoints() {
  printf 'VM_VERSION=%s\nVM_BIN=%s\n' "$VM_VERSION" "$VM_DIR/victoria-metrics"
  pid_of single >/dev/null && printf 'SINGLE_URL=%s\n' "$(url_of single)"
  return 0
}

write_endpoints() {
  (
    umask 077
    { printf '# Made by local-test-env/up; read by tests. Java properties, and shell as long as no path holds a blank.\n'; endpoints; } |
      write_atomically "$STATE/endpoints.properties"
  )
}
