/** How an import stands, in words. */
import { h } from '../ui/dom.js';
import { counted, duration, percent, short, whole } from '../ui/format.js';
import { isRunning } from '../job/job-stream.js';
import { isSent } from './jobs.js';

/** The share that is sent, 0 to 1; `percent` is that of the whole, counting at the end included. */
export function partOf(status) {
  const part = status.inflated_bytes > 0 && status.resume_offset > 0 ? status.resume_offset / status.inflated_bytes : (status.percent ?? 0) / 100;
  return Math.max(0, Math.min(1, part));
}

/** The share of what was sent that was found, 0 to 1. */
export function foundPart({ verification: found = {} }) {
  return found?.samples_expected > 0 ? Math.min(1, (found.samples_found ?? 0) / found.samples_expected) : 0;
}

/** Where it writes to: `vm.example.com, tenant 42`. */
export function targetWords({ target, tenant_id: tenant }) {
  return `${(target ?? 'the target').replace(/^https?:\/\//, '')}${tenant ? `, tenant ${tenant}` : ''}`;
}

/** Below the step's name: how the sending stands. */
export function importWords(status) {
  if (isStopped(status) && !isSent(status)) {
    return status.state === 'failed' ? 'Failed' : 'Cancelled';
  }
  if (isRunning(status) && status.stage !== 'verifying') {
    return `Running, ${percent(partOf(status))}`;
  }
  return [status.elapsed_seconds > 0 && duration(status.elapsed_seconds), counted(status.chunks_completed ?? 0, 'chunk')].filter(Boolean).join(', ');
}

/** Whether it ended before its end, and can go on. */
export function isStopped({ state }) {
  return state === 'failed' || state === 'canceled';
}

/** Whether it is known how many samples arrived, and all of them did. */
export function isVerified({ verification }) {
  return verification?.state ? verification.state === 'verified' : verification?.verified === true;
}

export function isCounting({ state, verification }) {
  return !isStopped({ state }) && (!verification?.state || verification.state === 'waiting' || verification.state === 'counting') && !(state === 'completed' && verification && !verification.state);
}

/** Below the step's name: what was found. */
export function verificationWords(status) {
  const found = status.verification ?? {};
  if (isStopped(status)) {
    return 'Not counted';
  }
  if (isCounting(status)) {
    return 'Counting';
  }
  if (isVerified(status)) {
    return 'All samples found';
  }
  if (isUncompared(found)) {
    return 'Not compared one by one';
  }
  return found.state === 'different' ? missingWords(found) : 'Not verified';
}

/** Whether as many samples are there as were sent, and some of them may be others all the same. */
export function isUncompared({ state, exact, missing_samples: missing = 0 }) {
  return state === 'different' && exact === false && missing === 0;
}

/** @returns {Array<string|Array<string|Node>>} what the count found beside what is missing */
export function besides({ state, exact, repeated_samples: repeated = 0, extra_samples: extra = 0, missing_samples: missing = 0 }) {
  return [
    repeated > 0 && [
      `${counted(repeated, 'sample')} ${repeated === 1 ? 'is' : 'are'} there more than once, as after a chunk that had to be sent again. The target leaves repetitions out where it runs with `,
      h('code', { class: 'nowrap' }, '-dedup.minScrapeInterval'),
      '.',
    ],
    extra > 0 && `${counted(extra, 'other sample')} ${extra === 1 ? 'was' : 'were'} stored in the same series.`,
    state === 'different' && exact === false && missing > 0 && 'More series differ than could be compared one by one, so more samples may be missing.',
  ].filter(Boolean);
}

/** `1,204 samples of 3 series are missing`. */
export function missingWords({ missing_samples: samples = 0, missing_series: series = 0, differences_total: total = 0 }) {
  return `${counted(samples, 'sample')} of ${counted(Math.max(total, series), 'series', 'series')} ${samples === 1 ? 'is' : 'are'} missing`;
}

/** `Found 35.9 M of 36.1 M, asking again in 2 s`. */
export function pollingWords({ samples_found: found, samples_expected: expected, next_poll_seconds: next, state } = {}) {
  if (!(expected > 0)) {
    return 'Waiting until the target makes the new samples searchable';
  }
  const again = next > 0 ? `asking again in ${duration(next)}` : state === 'counting' ? 'counting' : 'asking again';
  return `Found ${exactly(found ?? 0)} of ${exactly(expected)}, ${again}`;
}

function exactly(number) {
  return number >= 1e6 ? short(number) : whole(number);
}
