import { mountJob } from '../export/job-view.js';
import { mountSettings } from '../export/settings.js';

let words = '';

/** Whether the export that is shown has its bundle. */
export function finished() {
  return words.startsWith('Bundle ready');
}

/** Below the step's name: how the shown export stands. */
export function summary() {
  return words;
}

export function mount(root, ctx) {
  const say = (text) => {
    if (text !== words) {
      words = text;
      ctx.redrawSteps();
    }
  };
  words = '';
  ctx.signal.addEventListener('abort', () => { words = ''; });
  if (ctx.rest) {
    mountJob(root, { ...ctx, say, jobId: ctx.rest });
  } else {
    mountSettings(root, ctx);
  }
}
