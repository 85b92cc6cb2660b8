import { fill, h } from '../ui/dom.js';
import { button, searchField, tick } from '../ui/controls.js';
import { card } from '../ui/panels.js';
import { whole } from '../ui/format.js';
import { store } from '../store.js';

const FEW = 8;
const OWN_SWITCH = ['__name__', 'instance', 'job'];

/**
 * The labels of the sample, with how many values each has: to hide, and in selector mode to leave out.
 *
 * @param {{dropping: boolean, onChange: (hide: {labels?: string[], drop?: string[]}) => void}} options
 */
export function labelList({ dropping, onChange }) {
  let stats = [];
  let all = false;
  let text = '';
  const factLine = h('span', { data: { testid: 'hidden-count' } });
  const body = h('tbody', {});
  const more = h('div', { class: 'card-body more' });
  const element = card(
    { title: 'Other labels', fact: factLine, testid: 'labels' },
    h('div', { class: 'card-body' }, searchField('Find a label', { testid: 'label-search', onInput: (event) => { text = event.target.value.trim().toLowerCase(); draw(); } })),
    h(
      'table',
      { class: 'table' },
      h('caption', { class: 'visually-hidden' }, dropping ? 'Labels to hide or to leave out' : 'Labels to hide'),
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, dropping ? 'Hide' : 'Label'), h('th', { scope: 'col', class: 'number' }, 'Values'), dropping && h('th', { scope: 'col', class: 'number' }, 'Leave out'))),
      body,
    ),
    more,
    dropping && h('p', { class: 'card-part small muted' }, 'Hide: the value becomes a token. Leave out: the label is not in the bundle at all; series that differ in it alone become one.'),
  );
  element.show = (labelStats) => {
    stats = labelStats;
    draw();
  };
  return element;

  function rows() {
    const { labels, drop } = store.answers.hide;
    const chosen = (name) => labels.includes(name) || (dropping && drop.includes(name));
    const seen = stats.filter((entry) => !OWN_SWITCH.includes(entry.name));
    const unseen = [...new Set([...labels, ...(dropping ? drop : [])])].filter((name) => !seen.some((entry) => entry.name === name)).map((name) => ({ name, values: 0 }));
    return [...seen, ...unseen].sort((a, b) => Number(chosen(b.name)) - Number(chosen(a.name)) || b.values - a.values || a.name.localeCompare(b.name));
  }

  function draw() {
    const focused = element.contains(document.activeElement) ? document.activeElement.dataset.testid : null;
    const { labels, drop } = store.answers.hide;
    const list = rows();
    const matching = list.filter((entry) => entry.name.toLowerCase().includes(text));
    const shown = all || text ? matching : matching.slice(0, FEW);
    factLine.textContent = `${labels.length} of ${list.length} hidden${dropping && drop.length > 0 ? `, ${drop.length} left out` : ''}`;
    fill(body, shown.map((entry) => row(entry, labels, drop)), shown.length === 0 && h('tr', {}, h('td', { colspan: dropping ? '3' : '2', class: 'muted' }, stats.length === 0 ? 'Read from the sample in a moment.' : 'No label has that in its name.')));
    fill(more, matching.length > shown.length && button(`Show ${matching.length - shown.length} more`, { kind: 'link', testid: 'more-labels', onClick: () => { all = true; draw(); } }));
    more.hidden = more.childElementCount === 0;
    if (focused && document.activeElement === document.body) {
      element.querySelector(`[data-testid="${CSS.escape(focused)}"]`)?.focus();
    }
  }

  function row({ name, values }, labels, drop) {
    const dropped = dropping && drop.includes(name);
    const hidden = tick(`Hide ${name}`, {
      checked: labels.includes(name) && !dropped,
      disabled: dropped,
      testid: `hide-label-${name}`,
      onChange: (on) => onChange({ labels: on ? [...labels, name] : labels.filter((other) => other !== name) }),
    });
    const leave = tick(`Leave out ${name}`, {
      checked: dropped,
      testid: `drop-label-${name}`,
      onChange: (on) => onChange({ drop: on ? [...drop, name] : drop.filter((other) => other !== name) }),
    });
    return h('tr', { data: { testid: 'label' } }, h('td', {}, h('span', { class: 'row-name' }, hidden, h('code', { class: 'break' }, name))), h('td', { class: 'number muted' }, values > 0 ? whole(values) : 'not seen'), dropping && h('td', { class: 'number' }, leave));
  }
}
