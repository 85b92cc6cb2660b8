import { NO_CONNECTION } from './connection/sign-in.js';
import { wizardStore } from './wizard/store.js';

export const store = wizardStore('importer', {
  confirmed: [],
  connection: NO_CONNECTION,
  tested: null,
  bundle: null,
  checked: null,
  align: { kind: 'keep', first: 0, shift: 0 },
  drop: [],
  speed: 0,
  lastJob: '',
});
