import { ApiError, get } from '../ui/api.js';

const POLL_MILLIS = 1000;
const LOST_MILLIS = 3000;

/** Whether a job is under way. */
export function isRunning({ state }) {
  return state === 'running' || state === 'pending' || state === 'queued';
}

/**
 * Follows one job: by events, and where these don't get through by asking again and again.
 *
 * @param {string} path of the job's service, such as `api/export`
 * @param {{onStatus: (status: object) => void, onGone: (error: ApiError) => void,
 *     onLost: (error: ApiError) => void, onSignedOut: (error: ApiError) => void}} listener `onGone`: there is no
 *     such job any more; `onLost`: vmgather does not answer just now; `onSignedOut`: nor will it, before a new sign-in
 * @param {AbortSignal} signal ends it
 */
export function followJob(path, jobId, listener, signal) {
  const id = encodeURIComponent(jobId);
  let events = null;
  let timer;
  signal.addEventListener('abort', stop);
  ask(true);

  function stop() {
    events?.close();
    clearTimeout(timer);
  }

  async function ask(listen) {
    try {
      const status = await get(`${path}/status?id=${id}`, signal);
      listener.onStatus(status);
      if (isRunning(status)) {
        if (listen) {
          openEvents();
        } else {
          timer = setTimeout(() => ask(false), POLL_MILLIS);
        }
      }
    } catch (failure) {
      if (signal.aborted || !(failure instanceof ApiError)) {
        return;
      }
      if (failure.status === 404) {
        listener.onGone(failure);
      } else if (failure.status === 401) {
        listener.onSignedOut(failure);
      } else {
        listener.onLost(failure);
        timer = setTimeout(() => ask(false), LOST_MILLIS);
      }
    }
  }

  function openEvents() {
    events = new EventSource(`${path}/events?id=${id}`);
    events.addEventListener('status', (event) => {
      const status = JSON.parse(event.data);
      if (isRunning(status)) {
        listener.onStatus(status);
      } else {
        // How it ended is asked for: the event may be older than what became of the job by then.
        events.close();
        ask(false);
      }
    });
    events.addEventListener('error', () => {
      events.close();
      timer = setTimeout(() => ask(false), POLL_MILLIS);
    });
  }
}
