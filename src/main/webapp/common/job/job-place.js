import { fill, h } from '../ui/dom.js';
import { callout, errorPanel, waiting } from '../ui/panels.js';
import { stepHead } from '../ui/shell.js';
import { followJob } from './job-stream.js';

/**
 * One job, in whatever state it is; the same place turns from running into its end.
 *
 * @typedef {(root: HTMLElement, status: object, ctx: object) => {update: (status: object) => void}} View
 * @param {{path: string, title: string, jobId: string, kindOf: (status: object) => string, views: Object<string, View>,
 *     onStatus?: (status: object, kind: string) => void, onGone?: () => void}} job `path` of its service, such
 *     as `api/export`; `views` by kind, and `gone` for an id that nobody knows
 */
export function mountJobPlace(root, ctx, { path, title, jobId, kindOf, views, onStatus: told = () => {}, onGone: lost = () => {} }) {
  let view = null;
  let ending = new AbortController();
  let following = new AbortController();
  const offline = h('div', { class: 'offline' });
  const place = h('div', {}, stepHead(title, 'Looking for it.'), waiting('Asking vmgather how it stands'));
  root.append(offline, place);
  ctx.signal.addEventListener('abort', () => {
    ending.abort();
    following.abort();
  });
  follow();

  function follow() {
    following.abort();
    following = new AbortController();
    followJob(path, jobId, { onStatus, onGone, onLost, onSignedOut }, following.signal);
  }

  /** After a resume: what comes next is drawn anew, also when it ended at once. */
  function followAgain() {
    view = { ...view, kind: '' };
    follow();
  }

  function onStatus(status) {
    fill(offline);
    const kind = kindOf(status);
    if (view?.kind !== kind) {
      open(kind, status);
    } else {
      view.update(status);
    }
    told(status, kind);
  }

  function open(kind, status) {
    const moved = view !== null;
    const focused = place.contains(document.activeElement);
    ending.abort();
    ending = new AbortController();
    fill(place);
    view = { kind, ...views[kind](place, status, { ...ctx, jobId, signal: ending.signal, followAgain }) };
    if (moved || focused) {
      place.querySelector('h1')?.focus({ preventScroll: true });
    }
    if (moved) {
      scrollTo(0, 0);
    }
  }

  function onGone(error) {
    open('gone', error);
    lost();
  }

  function onSignedOut(error) {
    fill(offline, errorPanel(error, { testid: 'signed-out' }));
  }

  function onLost(error) {
    if (view) {
      fill(offline, callout('warn', 'vmgather does not answer just now', 'What is shown is the last that is known. It is asked again every few seconds.', { testid: 'offline', announce: offline.childElementCount === 0 }));
    } else {
      fill(place, stepHead(title, 'vmgather does not answer.'), errorPanel(error));
    }
  }
}
