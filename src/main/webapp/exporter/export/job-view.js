import { bytes, percent } from '../ui/format.js';
import { mountJobPlace } from '../job/job-place.js';
import { isRunning } from '../job/job-stream.js';
import { store } from '../store.js';
import { runningView } from './running.js';
import { doneView } from './done.js';
import { goneView, stoppedView } from './stopped.js';

/** One export, in whatever state it is. */
export function mountJob(root, ctx) {
  ctx.foot({ ready: false, label: 'Download bundle', testid: 'download', back: null, note: '' });
  mountJobPlace(root, ctx, {
    path: 'api/export',
    title: 'Export',
    jobId: ctx.jobId,
    kindOf: (status) => (isRunning(status) ? 'running' : status.state === 'completed' ? 'done' : 'stopped'),
    views: { running: runningView, done: doneView, stopped: stoppedView, gone: goneView },
    onStatus: (status, kind) => {
      ctx.say(words(status));
      if (kind === 'done') {
        store.dropTicket(ctx.jobId);
      }
    },
    onGone: () => ctx.say(store.ticket(ctx.jobId)?.resume_token ? 'Interrupted' : 'Not found'),
  });
}

function words(status) {
  if (isRunning(status)) {
    return `Running, ${percent(status.progress ?? 0)}`;
  }
  if (status.state === 'completed') {
    return `Bundle ready, ${bytes(status.result?.archive_size_bytes ?? 0)}`;
  }
  return status.state === 'canceled' ? 'Cancelled' : 'Failed';
}
