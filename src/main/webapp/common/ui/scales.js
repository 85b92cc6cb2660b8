/** Round ticks for numbers and times. */
import { clock, clockSeconds, day, zone } from './zone.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  SECOND, 5 * SECOND, 10 * SECOND, 15 * SECOND, 30 * SECOND,
  MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE,
  HOUR, 2 * HOUR, 3 * HOUR, 4 * HOUR, 6 * HOUR, 12 * HOUR,
  DAY, 2 * DAY, 5 * DAY, 10 * DAY, 30 * DAY, 90 * DAY, 365 * DAY,
];

/** At most `most` round moments inside (start, end), with their labels. */
export function timeTicks(start, end, most) {
  const step = STEPS.find((candidate) => (end - start) / candidate <= most) ?? 3650 * DAY;
  const offset = zone() === 'UTC' ? 0 : -new Date(start).getTimezoneOffset() * MINUTE;
  const ticks = [];
  for (let at = Math.ceil((start + offset) / step) * step - offset; at < end; at += step) {
    if (at > start) {
      ticks.push({ at, label: tickLabel(at, offset, step) });
    }
  }
  return ticks;
}

function tickLabel(at, offset, step) {
  if (step >= DAY || (at + offset) % DAY === 0) {
    return day(at);
  }
  return step < MINUTE ? clockSeconds(at) : clock(at);
}

/** Round lengths of time, in milliseconds, inside (0, length). */
export function elapsedTicks(length, most) {
  const step = STEPS.find((candidate) => length / candidate <= most) ?? 365 * DAY;
  const ticks = [];
  for (let at = step; at < length; at += step) {
    ticks.push({ at });
  }
  return ticks;
}

/**
 * A scale with 3 to 6 round lines that holds both numbers.
 *
 * @param {number} base 10, or 1024 for binary sizes
 */
export function niceScale(low, high, base = 10) {
  if (!(high > low)) {
    const room = Math.abs(high) > 0 ? Math.abs(high) * 0.5 : 1;
    return niceScale(low === 0 ? 0 : low - room, high + room, base);
  }
  const unit = base === 10 ? 1 : 1024 ** Math.floor(Math.log(Math.max(Math.abs(low), Math.abs(high), 1)) / Math.log(1024));
  const step = roundStep((high - low) / unit / 4) * unit;
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
  return { low: first * step, high: last * step, ticks, step };
}

function roundStep(rough) {
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * ([1, 2, 2.5, 5].find((factor) => factor * power >= rough) ?? 10);
}
