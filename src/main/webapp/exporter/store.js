import { NO_CONNECTION } from './connection/sign-in.js';
import { wizardStore } from './wizard/store.js';

export const store = wizardStore('exporter', {
  confirmed: [],
  mode: 'cluster',
  range: { preset: '1h', start: 0, end: 0 },
  connection: NO_CONNECTION,
  tested: null,
  unticked: [],
  selection: null,
  query: '',
  checked: null,
  jobs: null,
  hide: { instance: true, job: true, labels: [], drop: [] },
  output: { staging_dir: '', step: 0, batch: 'auto' },
  lastJob: '',
});
