import { get } from '../ui/api.js';

/** @returns {Promise<object[]>} this person's exports, newest first; none when they can't be read */
export async function allJobs(signal) {
  try {
    return (await get('api/export/jobs', signal)).jobs ?? [];
  } catch {
    return [];
  }
}

export function isRunning(job) {
  return job.state === 'running' || job.state === 'pending';
}

/** The newest export that is under way, if any. */
export async function running(signal) {
  return (await allJobs(signal)).find(isRunning) ?? null;
}
