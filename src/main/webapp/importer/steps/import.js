import { isRunning } from '../job/job-stream.js';
import { mountJobPlace } from '../job/job-place.js';
import { isSent } from '../import/jobs.js';
import { runningView } from '../import/running.js';
import { show, shown } from '../import/shown.js';
import { goneView, stoppedView } from '../import/stopped.js';
import { importWords } from '../import/words.js';

export function finished() {
  return shown() !== null && isSent(shown());
}

export function failed() {
  return shown()?.state === 'failed' && !isSent(shown());
}

/** Below the step's name: how the sending stands. */
export function summary() {
  return shown() ? importWords(shown()) : '';
}

/** The sending; when all is sent, the page turns to the verification. */
export function mount(root, ctx) {
  ctx.foot({ ready: false, label: 'Open in vmui', testid: 'vmui', back: null, note: '' });
  const jobId = ctx.rest;
  ctx.signal.addEventListener('abort', () => show(null));
  mountJobPlace(root, ctx, {
    path: 'api/import',
    title: 'Import',
    jobId,
    kindOf: (status) => (isRunning(status) || isSent(status) ? 'running' : 'stopped'),
    views: { running: runningView, stopped: stoppedView, gone: goneView },
    onStatus: (status) => {
      if (show(status)) {
        ctx.redrawSteps();
      }
      if (isSent(status)) {
        location.replace(`#/verified/${encodeURIComponent(jobId)}`);
      }
    },
  });
}
