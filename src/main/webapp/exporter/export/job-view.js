import { fill, h } from '../ui/dom.js';
import { callout, errorPanel, waiting } from '../ui/panels.js';
import { bytes, percent } from '../ui/format.js';
import { stepHead } from '../ui/shell.js';
import { store } from '../store.js';
import { followJob } from './job-stream.js';
import { isRunning } from './jobs.js';
import { runningView } from './running.js';
import { doneView } from './done.js';
import { goneView, stoppedView } from './stopped.js';

/** One export, in whatever state it is; the same place turns from running into its end. */
export function mountJob(root, ctx) {
  let view = null;
  let ending = new AbortController();
  const offline = h('div', { class: 'offline' });
  const place = h('div', {});
  root.append(offline, place);
  fill(place, stepHead('Export', 'Looking for this export.'), waiting('Asking vmgather how it stands'));
  ctx.foot({ ready: false, label: 'Download bundle', testid: 'download', back: null, note: '' });
  ctx.signal.addEventListener('abort', () => ending.abort());
  let following = new AbortController();
  follow();

  function follow() {
    following.abort();
    following = new AbortController();
    ctx.signal.addEventListener('abort', () => following.abort());
    followJob(ctx.jobId, { onStatus, onGone, onLost }, following.signal);
  }

  /** After a resume: what comes next is drawn anew, also when it ended at once. */
  function followAgain() {
    view = { ...view, kind: '' };
    follow();
  }

  function onStatus(status) {
    fill(offline);
    const kind = isRunning(status) ? 'running' : status.state === 'completed' ? 'done' : 'stopped';
    if (view?.kind !== kind) {
      open(kind, { running: runningView, done: doneView, stopped: stoppedView }[kind], status);
    } else {
      view.update(status);
    }
    ctx.say(words(status));
    if (kind === 'done') {
      store.dropTicket(ctx.jobId);
    }
  }

  function open(kind, make, status) {
    const moved = view !== null;
    ending.abort();
    ending = new AbortController();
    fill(place);
    view = { kind, ...make(place, status, { ...ctx, signal: ending.signal, followAgain }) };
    if (moved) {
      place.querySelector('h1')?.focus({ preventScroll: true });
      scrollTo(0, 0);
    }
  }

  function onGone(error) {
    open('gone', goneView, error);
    ctx.say('Not found');
  }

  function onLost(error) {
    if (view) {
      fill(offline, callout('warn', 'vmgather does not answer just now', 'What is shown is the last that is known. It is asked again every few seconds.', { testid: 'offline', announce: offline.childElementCount === 0 }));
    } else {
      fill(place, stepHead('Export', 'vmgather does not answer.'), errorPanel(error));
    }
  }
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
