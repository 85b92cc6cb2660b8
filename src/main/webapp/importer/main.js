import { startWizard } from './wizard/wizard.js';
import { stepsFor } from './steps.js';
import { running } from './import/jobs.js';
import { store } from './store.js';

startWizard({
  app: 'importer',
  store,
  steps: stepsFor,
  promise: () => 'Only the target you connected is written to, and only after Start import. Credentials are never stored.',
  findJob: async () => {
    const job = await running();
    return job ? `import/${encodeURIComponent(job.id)}` : '';
  },
});
