/** The steps of each mode, in order, with the answer that stands below each name. */
import { counted, span, whole } from './ui/format.js';
import { clock, day, zoneName } from './ui/zone.js';
import { ofConnection } from './config.js';
import { connected } from './connection/sign-in.js';
import { store } from './store.js';
import * as mode from './steps/mode.js';
import * as time from './steps/time.js';
import * as connection from './steps/connection.js';
import * as components from './steps/components.js';
import * as query from './steps/query.js';
import * as jobs from './steps/jobs.js';
import * as obfuscation from './steps/obfuscation.js';
import * as exporting from './steps/export.js';

const MODE = {
  id: 'mode',
  name: 'Welcome and mode',
  mount: mode.mount,
  answer: (a) => (a.mode === 'custom' ? 'Selector / Query' : 'Cluster metrics'),
  complete: () => true,
};

const TIME = {
  id: 'time',
  name: 'Time range',
  mount: time.mount,
  answer: ({ range }) => (valid(range) ? rangeWords(range) : ''),
  complete: ({ range }) => valid(range),
};

function valid({ start, end }) {
  return end > start && start > 0;
}

function rangeWords({ start, end }) {
  return `${span(Math.round((end - start) / 1000))} to ${day(end)}, ${clock(end)} ${zoneName(end)}`;
}

const CONNECTION = {
  id: 'connection',
  name: 'Connection',
  mount: connection.mount,
  answer: (a) => (a.tested ? a.tested.summary : ''),
  complete: (a) => connected(a, store.secrets),
};

const COMPONENTS = {
  id: 'components',
  name: 'Components and jobs',
  mount: components.mount,
  answer: ({ selection }) => (selection ? `${whole(selection.ticked)} of ${counted(selection.of, 'job')}, ${counted(selection.series, 'series', 'series')}` : ''),
  complete: (a) => ofConnection(a.selection, a) && a.selection.ticked > 0,
};

const QUERY = {
  id: 'query',
  name: 'Selector or query',
  mount: query.mount,
  answer: ({ checked }) => (checked ? `${checked.query_type === 'metricsql' ? 'MetricsQL' : 'Selector'}, ${counted(checked.result_count, 'series', 'series')} now` : ''),
  complete: (a) => query.accepted(a),
};

const JOBS = {
  id: 'jobs',
  name: 'Jobs',
  mount: jobs.mount,
  answer: ({ jobs: chosen }) => (chosen ? `${whole(chosen.ticked)} of ${counted(chosen.of, 'job')}` : ''),
  complete: (a) => ofConnection(a.jobs, a) && (a.jobs.ticked > 0 || a.jobs.of === 0),
};

const OBFUSCATION = {
  id: 'obfuscation',
  name: 'Obfuscation',
  mount: obfuscation.mount,
  answer: (a) => obfuscation.summary(a),
  complete: () => true,
};

const EXPORT = {
  id: 'export',
  name: 'Export',
  job: 'may',
  mount: exporting.mount,
  answer: () => exporting.summary(),
  complete: () => exporting.finished(),
};

/** @returns {import('./wizard/wizard.js').Step[]} six; seven for a selector, whose jobs can be chosen */
export function stepsFor(answers) {
  const middle =
    answers.mode === 'custom'
      ? [QUERY, ...(answers.checked?.query_type === 'metricsql' ? [] : [JOBS])]
      : [COMPONENTS];
  return [MODE, TIME, CONNECTION, ...middle, OBFUSCATION, EXPORT];
}
