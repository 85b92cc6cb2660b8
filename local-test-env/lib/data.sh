# The custom jobs test1 and test2: two hours of history, and a page that vmagent scrapes.
# shellcheck shell=bash disable=SC2034,SC2153,SC2154 # variables are shared between these files

readonly HISTORY_SECONDS=$((2 * 60 * 60)) HISTORY_STEP_SECONDS=15

# make_series FORMAT FROM TO [WITH-GAPS]: prints config/series.txt as "import" lines (/api/v1/import) or as a page to "scrape".
make_series() {
  awk -v format="$1" -v from="$2" -v to="$3" -v with_gaps="${4:-}" -v step="$HISTORY_STEP_SECONDS" -f "$ENV_HOME/lib/series.awk" "$ENV_HOME/config/series.txt"
}

# write_scrape_pages [WITH-GAPS]: vmagent sees the series of kind gaps at first; when they are gone it writes
# stale markers, which no import could bring (a null is not stored).
write_scrape_pages() {
  local job now
  now=$(date +%s)
  for job in test1 test2; do
    make_series scrape "$now" "$now" "${1:-}" | grep "job=\"$job\"" | write_atomically "$STATE/conf/$job.metrics"
  done
}

# import_history NAME URL FLUSH-URL: what a storage lacks of the last two hours.
# Whole steps only, so that no sample comes twice.
import_history() {
  local marker=$STATE/data/$1.history to from last
  to=$(($(date +%s) / HISTORY_STEP_SECONDS * HISTORY_STEP_SECONDS))
  from=$((to - HISTORY_SECONDS))
  last=$(cat "$marker" 2>/dev/null || echo 0)
  ((last + HISTORY_STEP_SECONDS <= from)) || from=$((last + HISTORY_STEP_SECONDS))
  ((from <= to)) || return 0
  make_series import "$from" "$to" | curl -fsS -m 60 -T - -X POST "$2" >/dev/null ||
    die "could not import the history of test1 and test2 into $1"
  printf '%s\n' "$to" | write_atomically "$marker"
  # Else it takes some seconds until samples are found.
  curl -fsS -m 60 "$3" >/dev/null || die "could not flush $1"
}

import_histories() {
  local tenant flush
  import_history single "$(url_of single)/api/v1/import" "$(url_of single)/internal/force_flush"
  for tenant in 0 1011; do
    tenant_is_active "$tenant" || continue
    if [[ -n ${VM_CLUSTER_BIN:-} ]]; then flush=$(url_of vmstorage); else flush=$(url_of "tenant$tenant"); fi
    import_history "tenant$tenant" "$(tenant_insert_url "$tenant")/api/v1/import?extra_label=cluster=tenant-$tenant" "$flush/internal/force_flush"
  done
}

# Waits until each target of vmagent has been scraped and is found in the single node; a while later is no error.
wait_for_scrapes() {
  local targets found deadline=$((SECONDS + 30))
  targets=$(grep -c '^ *- 127' "$STATE/conf/vmagent.yml")
  while ((SECONDS < deadline)); do
    curl -fsS -m 5 "$(url_of single)/internal/force_flush" >/dev/null 2>&1 || true
    # scrape_duration_seconds is vmagent's own, up is also in the history.
    found=$(curl -fsS -m 5 --data-urlencode 'query=count(scrape_duration_seconds)' "$(url_of single)/api/v1/query" 2>/dev/null |
      sed -nE 's/.*"value":\[[0-9.]+,"([0-9]+)".*/\1/p')
    ((${found:-0} < targets)) || return 0
    sleep 0.5
  done
  say "vmagent has scraped ${found:-0} of $targets targets within 30 s"
}
