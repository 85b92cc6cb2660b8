/** What moving the samples in time means: how many of them the target would not keep. */
import { duration } from '../ui/format.js';
import { rangeOf, samplesOf } from './preflight.js';

/** VictoriaMetrics takes samples up to two days ahead unless told otherwise. */
const FUTURE_MILLIS = 2 * 24 * 3600 * 1000;

const HOUR_MILLIS = 3600 * 1000;

/** `Moved by +6 d 5 h`, or that nothing moves. */
export function moved(shift) {
  return shift === 0 ? 'Times are kept' : `Moved by ${signed(shift)}`;
}

/** A length of time; `24 h` for what is nearly that, as scrapes leave some seconds at the ends. */
export function lengthOf(millis) {
  const hours = Math.round(millis / HOUR_MILLIS);
  const near = hours > 0 && hours <= 48 && Math.abs(millis - hours * HOUR_MILLIS) < 0.005 * millis;
  return near ? `${hours} h` : duration(Math.round(millis / 1000));
}

export function signed(shift) {
  return `${shift < 0 ? '−' : '+'}${duration(Math.abs(shift) / 1000)}`;
}

/**
 * The samples that would be lost if all moved by `shift`.
 *
 * @param {object} answer the preflight's
 * @param {number} now the target's time, in milliseconds
 * @returns {{old: number, ahead: number, oldMillis: number, aheadMillis: number, exact: boolean}} samples
 *     older than the target keeps and too far ahead, and the lengths of the range that they fill
 */
export function lossAt(answer, shift, now) {
  const { start, end } = rangeOf(answer);
  const cutoff = answer.retention_cutoff > 0 ? answer.retention_cutoff : -Infinity;
  const limit = now + FUTURE_MILLIS;
  const oldMillis = Math.max(0, Math.min(end, cutoff - shift) - start);
  const aheadMillis = Math.max(0, end - Math.max(start, limit - shift));
  const counted = shift === 0 && answer.analysis_mode === 'full' && answer.outside_retention;
  return {
    old: counted ? answer.outside_retention.points : share(answer, (at) => at + shift < cutoff, oldMillis),
    ahead: share(answer, (at) => at + shift > limit, aheadMillis),
    oldMillis,
    aheadMillis,
    exact: Boolean(counted) || (oldMillis === 0 && aheadMillis === 0),
  };
}

/** By the counts of samples over time where the preflight tells them, else as if they were spread evenly. */
function share(answer, lost, millis) {
  if (millis <= 0) {
    return 0;
  }
  const total = samplesOf(answer) || answer.summary.total_points;
  const { start, end } = rangeOf(answer);
  const histogram = answer.time_histogram;
  const seen = (histogram?.points ?? []).reduce((sum, points) => sum + points, 0);
  if (answer.analysis_mode !== 'full' || seen === 0) {
    return Math.round((total * millis) / Math.max(1, end - start));
  }
  const gone = histogram.points.reduce((sum, points, index) => {
    const from = histogram.start_ms + index * histogram.step_ms;
    const parts = [0.125, 0.375, 0.625, 0.875].filter((part) => lost(from + part * histogram.step_ms)).length;
    return sum + (points * parts) / 4;
  }, 0);
  return Math.round((gone * total) / seen);
}
