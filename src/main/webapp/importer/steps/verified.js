import { isRunning } from '../job/job-stream.js';
import { mountJobPlace } from '../job/job-place.js';
import { countingView } from '../import/counting.js';
import { isSent } from '../import/jobs.js';
import { show, shown } from '../import/shown.js';
import { goneView, stoppedView } from '../import/stopped.js';
import { verifiedView } from '../import/verified.js';
import { isCounting, isStopped, isVerified, verificationWords } from '../import/words.js';
import { store } from '../store.js';

export function finished() {
  return shown() !== null && isSent(shown()) && isVerified(shown());
}

export function failed() {
  return shown() !== null && isSent(shown()) && !isCounting(shown()) && !isVerified(shown());
}

/** Below the step's name: what was found. */
export function summary() {
  return shown() && isSent(shown()) ? verificationWords(shown()) : '';
}

/** What arrived: counted until all is there or it is clear that something is not. */
export function mount(root, ctx) {
  ctx.foot({ ready: false, label: 'Open in vmui', testid: 'vmui', back: null, note: '' });
  const jobId = ctx.rest;
  ctx.signal.addEventListener('abort', () => show(null));
  mountJobPlace(root, ctx, {
    path: 'api/import',
    title: 'Verification',
    jobId,
    kindOf,
    views: { counting: countingView, stopped: stoppedView, verified: verifiedView, gone: goneView },
    onStatus: (status, kind) => {
      if (show(status)) {
        ctx.redrawSteps();
      }
      if (!isSent(status)) {
        location.replace(`#/import/${encodeURIComponent(jobId)}`);
      } else if (kind === 'verified' && !status.needs_sign_in) {
        store.dropTicket(jobId);
      }
    },
  });
}

function kindOf(status) {
  if (!isSent(status) || isCounting(status) || isRunning(status)) {
    return 'counting';
  }
  return isStopped(status) ? 'stopped' : 'verified';
}
