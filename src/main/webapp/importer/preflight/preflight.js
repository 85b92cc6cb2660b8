/** What the service found in the bundle, checked against the target. Kept as long as the page. */
import { post } from '../ui/api.js';
import { signature } from '../connection/sign-in.js';
import { importConfig } from '../config.js';
import { store } from '../store.js';

const known = { key: '', answer: null, at: 0 };

/** Two answers with one key ask for the same check. */
export function preflightKey({ bundle, connection }) {
  return bundle ? `${bundle.bundle_id} ${signature(connection)}` : '';
}

/** The answer at hand, or null when this bundle was not checked against this target yet. */
export function preflight() {
  return known.key !== '' && known.key === preflightKey(store.answers) ? known.answer : null;
}

/** The target's time now, in milliseconds: that of the service plus what has passed since. */
export function targetNow() {
  const passed = known.at > 0 ? performance.now() - known.at : 0;
  return Math.floor((known.answer?.now_ms ?? Date.now()) + passed);
}

/**
 * Checks the bundle, and remembers what was found.
 *
 * @param {boolean} full every line, not only the first ones
 */
export async function runPreflight(full, signal) {
  const key = preflightKey(store.answers);
  const config = { ...importConfig(), time_shift_ms: 0, drop_labels: [] };
  const answer = await post('api/analyze', { config, bundle_id: store.answers.bundle.bundle_id, full_collection: full }, signal);
  Object.assign(known, { key, answer, at: performance.now() });
  if (key === preflightKey(store.answers)) {
    store.set({ checked: holdsSamples(answer) ? { key, note: checksumNote(answer) } : null });
  }
  return answer;
}

function checksumNote({ bundle = {} }) {
  return { matches: 'checksum matches', absent: 'no checksum', not_checked: '' }[bundle.checksum] ?? '';
}

/** @returns {number} samples in the bundle: counted when every line was read, else the manifest's word, else 0 */
export function samplesOf(answer) {
  return answer.analysis_mode === 'full' ? answer.summary.total_points : (answer.bundle?.samples ?? 0);
}

export function seriesOf(answer) {
  return answer.analysis_mode === 'full' ? (answer.series ?? 0) : answer.bundle?.series || 0;
}

/** @returns {string[]} without those that the page draws or counts */
export function warningsOf({ warnings = [], figure_warnings: drawn = [] }) {
  return warnings.filter((text) => !drawn.includes(text));
}

/** Whether there is anything to import, as far as lines were read. */
export function holdsSamples(answer) {
  return Number.isFinite(rangeOf(answer).start);
}

/** What to say where there is not. */
export function nothingWords(answer) {
  return answer.analysis_mode === 'full'
    ? ['Nothing in it can be imported', 'No line of this file is a line of samples. Choose a bundle, or lines as VictoriaMetrics exports them.']
    : ['No sample in its first lines', 'None of them is a line of samples. Check every line, or choose another file.'];
}

/** @returns {{start: number, end: number}} of the samples, in milliseconds, before any shift; NaN without any */
export function rangeOf(answer) {
  const range = answer.bundle?.time_range;
  const told = { start: Date.parse(range?.start), end: Date.parse(range?.end) };
  // The first lines need not hold the whole range; the manifest names it.
  if (answer.analysis_mode !== 'full' && told.end > told.start) {
    return told;
  }
  return { start: answer.first_ms || NaN, end: answer.last_ms || NaN };
}
