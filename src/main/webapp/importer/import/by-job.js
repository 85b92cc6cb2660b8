import { h } from '../ui/dom.js';
import { icon } from '../ui/icons.js';
import { card, fact } from '../ui/panels.js';
import { counted, whole } from '../ui/format.js';

/** What arrived, job by job; nothing where the service does not count by job. */
export function byJobCard({ jobs = [], differences_total: differing = 0, exact }) {
  if (!jobs || jobs.length === 0) {
    return null;
  }
  return card(
    { title: 'By job', fact: differing > 0 ? fact('warn', 'warn', counted(differing, 'series differs', 'series differ')) : exact === false ? null : fact('tick', 'ok', 'No series differs.'), testid: 'by-job' },
    h(
      'div',
      { class: 'table-scroll', tabindex: '0', role: 'region', 'aria-label': 'Series and samples by job' },
      h(
        'table',
        { class: 'table jobs-table' },
        h('caption', { class: 'visually-hidden' }, 'Series and samples by job'),
        h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Job'), ['Series expected', 'Series found', 'Samples expected', 'Samples found'].map((name) => h('th', { scope: 'col', class: 'number' }, name)), h('td', {}))),
        h('tbody', {}, jobs.map(row)),
      ),
    ),
  );
}

function row(job) {
  const good = job.samples_found >= job.samples_expected && job.series_found >= job.series_expected;
  return h(
    'tr',
    { data: { testid: 'by-job-row' } },
    h('td', {}, h('span', { class: 'token' }, job.job || '(no job)')),
    h('td', { class: 'number muted' }, whole(job.series_expected)),
    h('td', { class: 'number' }, whole(job.series_found)),
    h('td', { class: 'number muted' }, whole(job.samples_expected)),
    h('td', { class: 'number' }, whole(job.samples_found)),
    h('td', { class: 'number' }, h('span', { class: good ? 'ok-words' : 'bad-words' }, icon(good ? 'tick' : 'cross'), h('span', { class: 'visually-hidden' }, good ? 'complete' : 'differs'))),
  );
}
