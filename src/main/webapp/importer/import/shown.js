/** The import that is shown, for the list of steps: both of its steps look at one job. */
let status = null;

export function shown() {
  return status;
}

/** @returns {boolean} whether what the steps say may have changed */
export function show(next) {
  const changed = JSON.stringify([status?.state, status?.stage, status?.percent, status?.verification?.state]) !== JSON.stringify([next?.state, next?.stage, next?.percent, next?.verification?.state]);
  status = next;
  return changed;
}
