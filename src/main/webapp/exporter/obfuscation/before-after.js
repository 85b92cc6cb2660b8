import { fill, h } from '../ui/dom.js';
import { icon } from '../ui/icons.js';
import { button } from '../ui/controls.js';
import { card, stoppedWaiting, waiting } from '../ui/panels.js';
import { counted, whole } from '../ui/format.js';
import { hiddenLabels } from '../config.js';
import { store } from '../store.js';
import { telling } from './telling.js';

const AT_ONCE = 3;
const MOST_LABELS = 8;

/** Samples as they stand in VictoriaMetrics and as they will in the bundle. */
export function beforeAfter() {
  let samples = [];
  let first = 0;
  const others = button('Other samples', { kind: 'link', iconName: 'again', testid: 'other-samples', onClick: () => { first = first + AT_ONCE < samples.length ? first + AT_ONCE : 0; draw(); } });
  const place = h('div', { class: 'before-after' });
  const element = card({ title: 'Before and after', fact: others, testid: 'before-after' }, place);
  element.wait = (onCancel) => {
    others.hidden = true;
    fill(place, h('div', { class: 'card-body tall' }, waiting('Reading a few samples, and hiding names in them', { onCancel })));
  };
  element.stopped = (onAgain) => fill(place, h('div', { class: 'card-body' }, stoppedWaiting(onAgain)));
  element.stale = (on) => element.classList.toggle('stale', on);
  element.show = (list) => {
    samples = diverse(list);
    first = first < samples.length ? first : 0;
    element.classList.remove('stale');
    draw();
  };
  return element;

  function draw() {
    others.hidden = samples.length <= AT_ONCE;
    if (samples.length === 0) {
      fill(place, h('p', { class: 'card-body muted' }, 'No sample was found in this range.'));
      return;
    }
    fill(place, table(samples.slice(first, first + AT_ONCE)));
  }
}

/** Samples in which most is replaced stand first, one a metric. */
function diverse(list) {
  const seen = new Set();
  const one = list.filter((sample) => !seen.has(nameOf(sample)) && seen.add(nameOf(sample)));
  const changes = (sample) => Object.entries(sample.before ?? {}).filter(([name, value]) => sample.labels?.[name] !== value).length;
  const places = new Map(one.map((sample) => [sample, changes(sample)]));
  return one.sort((a, b) => places.get(b) - places.get(a));
}

function nameOf(sample) {
  return sample.metric_name || sample.name || '(no name)';
}

function table(samples) {
  return h(
    'table',
    { class: 'table mono-table' },
    h('caption', { class: 'visually-hidden' }, 'Labels before and after'),
    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Label'), h('th', { scope: 'col' }, 'In VictoriaMetrics'), h('th', { scope: 'col' }, 'In the bundle'))),
    samples.map((sample) =>
      h('tbody', { data: { testid: 'sample' } }, h('tr', {}, h('th', { scope: 'rowgroup', colspan: '3', class: 'group mono' }, nameOf(sample))), rowsOf(sample)),
    ),
  );
}

function rowsOf(sample) {
  const chosen = new Set([...hiddenLabels(), ...store.answers.hide.drop, 'instance', 'job']);
  const entries = Object.entries(sample.before ?? {});
  const own = ['instance', 'job'];
  const changes = ([name, value]) => chosen.has(name) || sample.labels?.[name] !== value;
  // What is replaced, then what stays, and of that first what tells most.
  const place = ([name, value]) => (own.includes(name) ? own.indexOf(name) : changes([name, value]) ? 2 : 5 - telling(name, value));
  const wanted = entries.filter(([name]) => name !== '__name__').sort((a, b) => place(a) - place(b) || a[0].localeCompare(b[0]));
  const shown = wanted.slice(0, MOST_LABELS);
  if (shown.length === 0) {
    return h('tr', {}, h('td', { colspan: '3', class: 'muted sans' }, 'This series has no labels.'));
  }
  return [
    shown.map(([name, value]) => h('tr', {}, h('td', { class: 'mono muted' }, name), h('td', { class: 'mono original' }, value), after(sample.labels?.[name], value))),
    wanted.length > shown.length && h('tr', {}, h('td', { colspan: '3', class: 'small muted sans' }, `and ${counted(wanted.length - shown.length, 'more label')}`)),
  ];
}

function after(value, original) {
  const arrow = h('span', { class: 'narrow-arrow' }, icon('arrow'));
  if (value === undefined) {
    return h('td', { class: 'muted sans' }, arrow, 'left out');
  }
  return h('td', { class: 'mono' }, arrow, value === original ? h('span', {}, value, h('span', { class: 'same sans muted' }, ' stays')) : h('span', { class: 'token', data: { testid: 'token' } }, value));
}

/** Labels that were not chosen, and yet held originals. */
export function residueCard() {
  const place = h('div', {});
  const element = card({ title: 'Also found in labels you did not choose', fact: 'replaced by the same tokens', testid: 'residue' }, place);
  element.hidden = true;
  element.stale = (on) => element.classList.toggle('stale', on);
  element.show = (residue, samples) => {
    element.classList.remove('stale');
    element.hidden = hiddenLabels().length === 0;
    fill(place, residue.length > 0 ? found(residue, samples) : h('p', { class: 'card-body muted' }, 'None of the hidden names was found elsewhere in the sample.'), h('p', { class: 'card-part small muted' }, 'Left as they are: product names such as ', h('code', {}, 'vmstorage'), ' and plain numbers. They hide nothing.'));
  };
  return element;
}

function found(residue, samples) {
  return h(
    'table',
    { class: 'table mono-table residue' },
    h('caption', { class: 'visually-hidden' }, 'Other labels in which hidden names were found'),
    h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Label'), h('th', { scope: 'col', class: 'number' }, 'Series'), h('th', { scope: 'col' }, 'For example'), h('th', { scope: 'col' }, 'In the bundle'))),
    h(
      'tbody',
      {},
      residue.map(({ label, count, example }) => {
        const sample = samples.find(({ before, labels }) => before?.[label] !== undefined && labels?.[label] !== undefined && before[label] !== labels[label]);
        const from = example?.before ?? sample?.before[label] ?? '';
        const to = example?.after ?? sample?.labels[label] ?? '';
        return h('tr', { data: { testid: 'residue-row' } }, h('td', { class: 'mono' }, label), h('td', { class: 'number' }, whole(count)), h('td', { class: 'mono original' }, from), h('td', { class: 'mono' }, to && h('span', { class: 'narrow-arrow' }, icon('arrow')), to && h('span', { class: 'token' }, to)));
      }),
    ),
  );
}
