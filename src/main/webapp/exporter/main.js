import { h } from './ui/dom.js';
import { post } from './ui/api.js';
import { button } from './ui/controls.js';
import { openDialog } from './ui/dialog.js';
import { startWizard } from './wizard/wizard.js';
import { stepsFor } from './steps.js';
import { allJobs, lostJob, running } from './export/jobs.js';
import { store } from './store.js';

startWizard({
  app: 'exporter',
  store,
  steps: stepsFor,
  promise: (server) => `Metrics stay on this ${server.mode === 'server' ? 'server' : 'machine'} until you hand over the bundle. Credentials are never stored.`,
  headExtra: (beginAgain) => button('New session', { kind: 'plain small-button', onClick: () => askNewSession(beginAgain), testid: 'new-session' }),
  own: (jobId) => store.answers.lastJob === jobId,
  findJob: async () => {
    const id = (await running())?.job_id ?? (await lostJob());
    return id ? `export/${encodeURIComponent(id)}` : '';
  },
});

function askNewSession(beginAgain) {
  const maps = h('p', { data: { testid: 'maps-go' }, hidden: true }, 'Private maps go, too: download those you need before.');
  allJobs().then((jobs) => { maps.hidden = !jobs.some((job) => job.result?.map_available); });
  openDialog({
    title: 'New session',
    testid: 'new-session',
    confirm: 'Start a new session',
    cancel: 'Keep this one',
    content: [
      h('p', {}, 'All answers on this page are cleared, and names get new tokens: later bundles can’t be matched with earlier ones.'),
      maps,
      h('p', { class: 'muted' }, 'Running exports go on. Finished bundles stay.'),
    ],
    onConfirm: async () => {
      await post('api/session/new', {}).catch(() => {});
      beginAgain();
    },
  });
}
