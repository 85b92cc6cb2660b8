/** The steps in order, with the answer that stands below each name. */
import { bytes } from './ui/format.js';
import { connected } from './connection/sign-in.js';
import * as alignment from './steps/alignment.js';
import * as bundle from './steps/bundle.js';
import * as connection from './steps/connection.js';
import * as importing from './steps/import.js';
import * as verified from './steps/verified.js';
import { preflightKey } from './preflight/preflight.js';
import { moved } from './preflight/shift.js';
import { store } from './store.js';

/** @type {import('./wizard/wizard.js').Step[]} */
const STEPS = [
  {
    id: 'connection',
    name: 'Connection',
    mount: connection.mount,
    answer: (a) => (a.tested ? a.tested.summary : ''),
    complete: (a) => connected(a, store.secrets),
  },
  {
    id: 'bundle',
    name: 'Bundle',
    mount: bundle.mount,
    answer: (a) => (a.bundle ? [bytes(a.bundle.bytes), a.checked?.note].filter(Boolean).join(', ') : ''),
    complete: (a) => a.bundle !== null && a.checked?.key === preflightKey(a),
  },
  {
    id: 'alignment',
    name: 'Alignment',
    mount: alignment.mount,
    answer: (a) => [moved(a.align.shift), a.drop.length > 0 && `without ${a.drop.length === 1 ? a.drop[0] : `${a.drop.length} labels`}`].filter(Boolean).join(', '),
    complete: () => true,
  },
  {
    id: 'import',
    name: 'Import',
    job: 'must',
    mount: importing.mount,
    answer: () => importing.summary(),
    complete: () => importing.finished(),
    failed: () => importing.failed(),
  },
  {
    id: 'verified',
    name: 'Verified',
    job: 'must',
    mount: verified.mount,
    answer: () => verified.summary(),
    complete: () => verified.finished(),
    failed: () => verified.failed(),
  },
];

export function stepsFor() {
  return STEPS;
}
