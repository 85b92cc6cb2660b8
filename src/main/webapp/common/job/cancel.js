import { fill, h } from '../ui/dom.js';
import { ApiError, post } from '../ui/api.js';
import { openDialog } from '../ui/dialog.js';
import { errorPanel } from '../ui/panels.js';

/**
 * Asks whether a job is to be cancelled, and cancels it.
 *
 * @param {string} job what it is: export or import, which the API's path is called by too
 * @param {string} stays what is left of it, and what can be done then
 * @param {() => void} onCancelled when the server has been told
 * @param {string} [path] who may cancel it
 */
export function askCancel(job, jobId, stays, onCancelled, path = `api/${job}/cancel`) {
  const trouble = h('div', {});
  openDialog({
    title: `Cancel the ${job}?`,
    testid: 'cancel-dialog',
    confirm: `Cancel ${job}`,
    cancel: 'Go on',
    content: [h('p', {}, stays), trouble],
    onConfirm: async () => {
      try {
        await post(path, { job_id: jobId });
        onCancelled();
        return true;
      } catch (failure) {
        if (failure instanceof ApiError) {
          fill(trouble, errorPanel(failure));
        }
        return false;
      }
    },
  });
}
