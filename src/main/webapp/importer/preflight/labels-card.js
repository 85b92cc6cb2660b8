import { fill, h } from '../ui/dom.js';
import { icon } from '../ui/icons.js';
import { button, searchField, tick } from '../ui/controls.js';
import { card } from '../ui/panels.js';
import { counted, whole } from '../ui/format.js';
import { candidates, histogram, limitOf, stillOver } from './labels.js';
import { labelPicture } from './label-picture.js';
import { store } from '../store.js';

const FEW = 6;

/**
 * Labels per series against the target's limit, and labels to drop, with the effect at once.
 *
 * @param {{onChange: () => void}} options called when the labels to drop have changed
 */
export function labelsCard({ onChange }, signal) {
  let answer = null;
  let all = false;
  let text = '';
  const title = h('span', { class: 'with-icon' });
  const effect = h('span', { data: { testid: 'label-effect' }, 'aria-live': 'polite' });
  const picture = labelPicture(signal);
  const words = h('p', { class: 'small muted' });
  const search = searchField('Find a label', { testid: 'label-search', onInput: (event) => { text = event.target.value.trim().toLowerCase(); drawRows(); } });
  const searchRow = h('div', { class: 'label-tools' }, search);
  const body = h('tbody', {});
  const more = h('div', { class: 'card-body more' });
  const element = card(
    { title, fact: effect, testid: 'labels' },
    h('div', { class: 'card-body' }, picture, words),
    searchRow,
    h(
      'table',
      { class: 'table' },
      h('caption', { class: 'visually-hidden' }, 'Labels to drop from all series'),
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Drop from all series'), h('th', { scope: 'col', class: 'number' }, 'Series with it'))),
      body,
    ),
    more,
  );
  element.show = (next) => {
    answer = next;
    draw();
  };
  return element;

  function draw() {
    const { drop } = store.answers;
    const limit = limitOf(answer);
    const before = stillOver(answer, []).series;
    const after = stillOver(answer, drop).series;
    fill(title, after > 0 ? icon('warn', 'warn-icon') : icon('tickCircle', 'ok-icon'), 'Labels per series');
    fill(effect, effectWords(before, after, drop.length, limit));
    picture.show(histogram(answer, drop), limit);
    words.textContent = note(limit, after, drop);
    drawRows();
  }

  function effectWords(before, after, drops, limit) {
    if (before === 0) {
      return drops > 0 ? `${counted(drops, 'label')} dropped` : limit > 0 ? 'none over the limit' : 'the target does not tell its limit';
    }
    if (after === 0) {
      return `${whole(before)} over, solved by ${counted(drops, 'drop')}`;
    }
    return `${whole(after)} over the limit${before > after ? `, ${whole(before - after)} solved` : ''}`;
  }

  function note(limit, after, drop) {
    const parts = [];
    if (after > 0) {
      parts.push(`VictoriaMetrics drops a series with more than ${limit} labels as a whole. Drop some of its labels to keep it.`);
    }
    if (drop.length > 0) {
      parts.push('Series that differ only in a dropped label become one.');
    }
    if (answer.over_limit_groups_cut) {
      parts.push('There are more kinds of series over the limit than could be counted.');
    }
    return parts.join(' ');
  }

  function drawRows() {
    const focused = element.contains(document.activeElement) ? document.activeElement.dataset.testid : null;
    const { drop } = store.answers;
    const list = candidates(answer);
    const rows = [...drop.filter((name) => !list.some((row) => row.name === name)).map((name) => ({ name, count: 0, over: 0 })), ...list];
    const matching = rows.filter(({ name }) => name.toLowerCase().includes(text));
    const shown = all || text ? matching : matching.filter(({ name }, index) => index < FEW || drop.includes(name));
    searchRow.hidden = rows.length <= FEW;
    fill(body, shown.map((row) => tableRow(row, drop)), shown.length === 0 && h('tr', {}, h('td', { colspan: '2', class: 'muted' }, rows.length === 0 ? 'No label can be dropped.' : 'No label has that in its name.')));
    fill(more, matching.length > shown.length && button(`Show ${matching.length - shown.length} more`, { kind: 'link', testid: 'more-labels', onClick: () => { all = true; drawRows(); } }));
    more.hidden = more.childElementCount === 0;
    if (focused && document.activeElement === document.body) {
      element.querySelector(`[data-testid="${CSS.escape(focused)}"]`)?.focus();
    }
  }

  function tableRow({ name, count, over }, drop) {
    const box = tick(`Drop ${name}`, {
      checked: drop.includes(name),
      testid: `drop-label-${name}`,
      onChange: (on) => {
        store.set({ drop: on ? [...drop, name] : drop.filter((other) => other !== name) });
        draw();
        onChange();
      },
    });
    return h(
      'tr',
      { data: { testid: 'label' } },
      h('td', {}, h('label', { class: 'row-name' }, box, h('code', { class: 'break' }, name))),
      h('td', { class: 'number muted' }, count > 0 ? whole(count) : 'not seen', over > 0 && over < count && h('span', { class: 'small' }, `, ${whole(over)} over`)),
    );
  }
}
