import { get } from '../ui/api.js';
import { isRunning } from '../job/job-stream.js';

/** @returns {Promise<object[]>} this person's imports, newest first; none when they can't be read */
export async function allJobs(signal) {
  try {
    return (await get('api/import/jobs', signal)).jobs ?? [];
  } catch {
    return [];
  }
}

/** The import to show when the page is opened: the newest that is under way, or was cut off. */
export async function running(signal) {
  const jobs = await allJobs(signal);
  return jobs.find(isRunning) ?? jobs.slice(0, 1).find((job) => job.state === 'failed' && job.resume_ready) ?? null;
}

/** Whether all was sent, so that the verification is what there is to see. */
export function isSent(job) {
  return job.state === 'completed' || job.stage === 'verifying' || job.stage === 'done';
}
