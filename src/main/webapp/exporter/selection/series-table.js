import { fill, h } from '../ui/dom.js';
import { icon } from '../ui/icons.js';
import { button, searchField, tick } from '../ui/controls.js';
import { bar } from '../ui/panels.js';
import { whole } from '../ui/format.js';

/** Rows that are drawn at once; a search finds the others. */
const MOST_ROWS = 200;

/**
 * A table of groups and their rows, each with a tick and a bar on one scale.
 *
 * @typedef {{name: string, series: number, instances: number|null}} Row
 * @typedef {{name: string, series: number, instances: number|null, rows: Row[]}} Group a group
 *     without rows is ticked itself
 * @param {{groups: Group[], head: string, search: string, unticked: Set<string>, onChange: () => void}} options
 *     `unticked` holds keys of `keyOf` and is changed here
 */
export function seriesTable({ groups, head, search, unticked, onChange }) {
  const open = new Set(groups.slice(0, 12).map((group) => group.name));
  const total = groups.reduce((sum, group) => sum + group.series, 0);
  const largest = Math.max(1, ...groups.map((group) => group.series));
  let text = '';
  let most = MOST_ROWS;
  const body = h('tbody', {});
  const headTick = h('span', {});
  const foot = h('tfoot', {});
  const element = h(
    'section',
    { class: 'card series-table' },
    h(
      'div',
      { class: 'table-tools' },
      searchField(search, { testid: 'search', onInput: (event) => { text = event.target.value.trim().toLowerCase(); most = MOST_ROWS; draw(); } }),
      button('All', { kind: 'plain small-button', testid: 'all', onClick: () => tickAll(true) }),
      button('None', { kind: 'plain small-button', testid: 'none', onClick: () => tickAll(false) }),
    ),
    h(
      'table',
      { class: 'table' },
      h('caption', { class: 'visually-hidden' }, head),
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          h('th', { scope: 'col' }, headTick, h('span', { class: 'head-words' }, head)),
          h('th', { scope: 'col', class: 'number' }, 'Instances'),
          h('td', { class: 'bar-cell' }),
          h('th', { scope: 'col', class: 'number' }, 'Series'),
          h('th', { scope: 'col', class: 'number share' }, 'Share'),
        ),
      ),
      body,
      foot,
    ),
  );
  draw();
  return element;

  function leaves(group) {
    return group.rows.length > 0 ? group.rows.map((row) => keyOf(group, row)) : [keyOf(group, null)];
  }

  function allLeaves() {
    return groups.flatMap(leaves);
  }

  function set(keys, on) {
    keys.forEach((key) => (on ? unticked.delete(key) : unticked.add(key)));
    draw();
    onChange();
  }

  function tickAll(on) {
    set(allLeaves(), on);
  }

  function draw() {
    const focused = document.activeElement?.getAttribute?.('aria-label');
    const inside = element?.contains?.(document.activeElement);
    const shown = groups.map((group) => ({ group, rows: matching(group) })).filter(({ group, rows }) => rows.length > 0 || hit(group.name));
    const lines = shown.flatMap(({ group, rows }) => [{ group }, ...(open.has(group.name) || text ? rows.map((row) => ({ group, row })) : [])]);
    fill(
      body,
      lines.slice(0, most).map(({ group, row }) => (row ? leafRow(group, row) : groupRow(group))),
      lines.length > most && moreRow(lines.length - most),
      shown.length === 0 && h('tr', {}, h('td', { colspan: '5', class: 'muted' }, 'Nothing here has that in its name.')),
    );
    const all = allLeaves();
    const ticked = all.filter((key) => !unticked.has(key)).length;
    fill(headTick, tick('All of them', { checked: ticked === all.length, mixed: ticked > 0 && ticked < all.length, onChange: tickAll, testid: 'tick-all' }));
    const sum = groups.reduce((before, group) => before + tickedSeries(group), 0);
    fill(foot, h('tr', {}, h('td', {}, 'Selected'), h('td', { class: 'number' }), h('td', { class: 'bar-cell' }), h('td', { class: 'number' }, h('b', {}, whole(sum))), h('td', { class: 'number share' }, share(sum))));
    if (inside && focused && document.activeElement === document.body) {
      [...element.querySelectorAll('[aria-label]')].find((other) => other.getAttribute('aria-label') === focused)?.focus();
    }
  }

  function moreRow(more) {
    const show = () => {
      most += MOST_ROWS;
      draw();
      body.rows[most - MOST_ROWS].querySelector('input').focus({ preventScroll: true });
    };
    return h('tr', {}, h('td', { colspan: '5' }, h('span', { class: 'muted' }, `${whole(more)} more, which count as they are ticked. `), button('Show more', { kind: 'link', onClick: show, testid: 'more-rows' })));
  }

  function hit(name) {
    return name.toLowerCase().includes(text);
  }

  function matching(group) {
    return hit(group.name) ? group.rows : group.rows.filter((row) => hit(row.name));
  }

  function tickedSeries(group) {
    if (group.rows.length === 0) {
      return unticked.has(keyOf(group, null)) ? 0 : group.series;
    }
    return group.rows.reduce((sum, row) => sum + (unticked.has(keyOf(group, row)) ? 0 : row.series), 0);
  }

  function groupRow(group) {
    const keys = leaves(group);
    const on = keys.filter((key) => !unticked.has(key)).length;
    const isOpen = open.has(group.name) || text !== '';
    return h(
      'tr',
      { class: `group-row${on === 0 ? ' off' : ''}`, data: { testid: 'group' } },
      h(
        'th',
        { scope: 'row' },
        h(
          'span',
          { class: 'row-name' },
          tick(group.name, { checked: on === keys.length, mixed: on > 0 && on < keys.length, onChange: (value) => set(keys, value), testid: 'group-tick' }),
          group.rows.length > 0
            ? h(
                'button',
                {
                  type: 'button',
                  class: 'fold-button',
                  'aria-expanded': String(isOpen),
                  'aria-label': `Jobs of ${group.name}`,
                  on: { click: () => { open.has(group.name) ? open.delete(group.name) : open.add(group.name); draw(); } },
                },
                icon(isOpen ? 'down' : 'right'),
              )
            : null,
          h('span', { class: 'break' }, group.name),
        ),
      ),
      h('td', { class: 'number' }, group.instances === null ? '' : whole(group.instances)),
      h('td', { class: 'bar-cell' }, bar(group.series / largest, on === 0 ? 'off' : '')),
      h('td', { class: 'number strong' }, whole(group.series)),
      h('td', { class: 'number share muted' }, share(group.series)),
    );
  }

  function leafRow(group, row) {
    const key = keyOf(group, row);
    const on = !unticked.has(key);
    return h(
      'tr',
      { class: `leaf-row${on ? '' : ' off'}`, data: { testid: 'leaf' } },
      h('th', { scope: 'row' }, h('span', { class: 'row-name' }, tick(`${row.name} of ${group.name}`, { checked: on, onChange: (value) => set([key], value), testid: 'leaf-tick' }), h('span', { class: 'break' }, row.name || '(no job)'))),
      h('td', { class: 'number muted' }, row.instances === null ? '' : whole(row.instances)),
      h('td', { class: 'bar-cell' }, bar(row.series / largest, on ? 'thin' : 'thin off')),
      h('td', { class: 'number muted' }, whole(row.series)),
      h('td', { class: 'share' }),
    );
  }

  function share(series) {
    return total > 0 ? `${Math.round((series / total) * 100)} %` : '';
  }
}

/** The key of a row, or of a group that has none. */
export function keyOf(group, row) {
  return JSON.stringify([group.name, row?.name ?? null]);
}
