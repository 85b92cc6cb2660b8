import { h } from '../ui/dom.js';
import { card } from '../ui/panels.js';
import { counted, whole } from '../ui/format.js';

const CAUSES = {
  retention: 'Older than the target keeps',
  future: 'Further ahead than the target takes',
  label_limit: 'More labels than the target takes',
  dedup: 'The target keeps one sample an interval',
  not_searchable: 'Not searchable yet',
};

/** The series that differ: what was expected, what was found, and the likely reason. */
export function differencesCard({ differences = [], differences_total: total = differences.length }) {
  if (differences.length === 0) {
    return null;
  }
  return card(
    { title: 'Series that differ', fact: total > differences.length ? `${whole(differences.length)} of ${counted(total, 'series', 'series')}, largest first` : counted(total, 'series', 'series'), testid: 'differences' },
    h(
      'div',
      { class: 'table-scroll', tabindex: '0', role: 'region', 'aria-label': 'Series that differ' },
      h(
        'table',
        { class: 'table differences' },
        h('caption', { class: 'visually-hidden' }, 'Series that differ'),
        h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Series'), h('th', { scope: 'col', class: 'number' }, 'Expected'), h('th', { scope: 'col', class: 'number' }, 'Found'), h('th', { scope: 'col' }, 'Likely reason'))),
        h('tbody', {}, differences.map(row)),
      ),
    ),
  );
}

function row({ metric = {}, expected = 0, found = 0, reason_code: code, reason }) {
  return h(
    'tr',
    { data: { testid: 'difference' } },
    h('td', {}, h('code', { class: 'break' }, seriesName(metric))),
    h('td', { class: 'number' }, h('span', { class: 'narrow-word' }, 'expected '), whole(expected)),
    h('td', { class: `number ${found < expected ? 'bad-words' : ''}` }, h('span', { class: 'narrow-word' }, 'found '), whole(found)),
    h('td', {}, reason || CAUSES[code] || 'Not known'),
  );
}

/** `up{job="a"}`, as VictoriaMetrics writes it. */
function seriesName(metric) {
  const { __name__: name = '', ...labels } = metric;
  const inside = Object.entries(labels).map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(', ');
  return inside ? `${name}{${inside}}` : name;
}
