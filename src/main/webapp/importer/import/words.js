/** How an import stands, in words. */
import { counted, duration, percent, short, whole } from '../ui/format.js';
import { isRunning } from '../job/job-stream.js';

/** The share that is sent, 0 to 1; `percent` is that of the whole, counting at the end included. */
export function partOf(status) {
  const part = status.inflated_bytes > 0 && status.resume_offset > 0 ? status.resume_offset / status.inflated_bytes : (status.percent ?? 0) / 100;
  return Math.max(0, Math.min(1, part));
}

/** Where it writes to: `vm.example.com, tenant 42`. */
export function targetWords({ target, tenant_id: tenant }) {
  return `${(target ?? 'the target').replace(/^https?:\/\//, '')}${tenant ? `, tenant ${tenant}` : ''}`;
}

/** Below the step's name: how the sending stands. */
export function importWords(status) {
  if (status.state === 'failed') {
    return 'Failed';
  }
  if (status.state === 'canceled') {
    return 'Cancelled';
  }
  if (isRunning(status) && status.stage !== 'verifying') {
    return `Running, ${percent(partOf(status))}`;
  }
  return [status.elapsed_seconds > 0 && duration(status.elapsed_seconds), counted(status.chunks_completed ?? 0, 'chunk')].filter(Boolean).join(', ');
}

/** Whether it is known how many samples arrived, and all of them did. */
export function isVerified({ verification }) {
  return verification?.state ? verification.state === 'verified' : verification?.verified === true;
}

export function isCounting({ state, verification }) {
  return state !== 'failed' && state !== 'canceled' && (!verification?.state || verification.state === 'waiting' || verification.state === 'counting') && !(state === 'completed' && verification && !verification.state);
}

/** Below the step's name: what was found. */
export function verificationWords(status) {
  const found = status.verification ?? {};
  if (isCounting(status)) {
    return 'Counting';
  }
  if (isVerified(status)) {
    return 'All samples found';
  }
  return found.state === 'different' ? missingWords(found) : 'Not verified';
}

/** `1,204 samples of 3 series are missing`. */
export function missingWords({ missing_samples: samples = 0, missing_series: series = 0, differences_total: total = 0, extra_samples: extra = 0 }) {
  if (samples === 0 && extra > 0) {
    return `${counted(extra, 'sample')} more than expected in ${counted(total, 'series', 'series')}`;
  }
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
