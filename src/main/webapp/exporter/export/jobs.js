import { get } from '../ui/api.js';
import { isRunning } from '../job/job-stream.js';
import { store } from '../store.js';

/** @returns {Promise<object[]>} this person's exports, newest first; none when they can't be read */
export async function allJobs(signal) {
  try {
    return (await get('api/export/jobs', signal)).jobs ?? [];
  } catch {
    return [];
  }
}

/** The newest export that is under way, if any. */
export async function running(signal) {
  return (await allJobs(signal)).find(isRunning) ?? null;
}

/** An export that this tab began and that a restarted vmgather no longer knows, if any. */
export async function lostJob() {
  const id = store.ticketIds().at(-1);
  try {
    if (id) {
      await get(`api/export/status?id=${encodeURIComponent(id)}`);
    }
    return null;
  } catch (failure) {
    return failure.status === 404 ? id : null;
  }
}
