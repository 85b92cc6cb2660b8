/** Targets that were connected before: in this browser only, and without their secrets. */
import { fill, h } from './ui/dom.js';
import { icon } from './ui/icons.js';
import { button } from './ui/controls.js';
import { card } from './ui/panels.js';

const KEY = 'vmgather.importer.recent';
const MOST = 10;

function recent() {
  try {
    const list = JSON.parse(localStorage.getItem(KEY));
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}

function keep(list) {
  try {
    localStorage.setItem(KEY, JSON.stringify(list));
  } catch {
    // Full or forbidden: then there is no list.
  }
}

function same(a, b) {
  return a.url === b.url && (a.select_url ?? '') === (b.select_url ?? '') && a.tenant_id === b.tenant_id && a.auth === b.auth && a.username === b.username;
}

/** @param {object} connection the form's, which holds no secret */
export function remember(connection, summary) {
  if (connection.url) {
    keep([{ connection, summary }, ...recent().filter((entry) => !same(entry.connection, connection))].slice(0, MOST));
  }
}

/** @param {(connection: object) => void} onPick */
export function recentCard(onPick) {
  const list = h('ul', { class: 'recent-list' });
  const element = card({ title: 'Recent targets', fact: 'in this browser only, without secrets', testid: 'recent' }, list);
  draw();
  return element;

  function draw() {
    const entries = recent();
    element.hidden = entries.length === 0;
    fill(
      list,
      entries.map(({ connection, summary }) => {
        const name = `${connection.url}${connection.tenant_id ? `, tenant ${connection.tenant_id}` : ''}`;
        return h(
          'li',
          {},
          h(
            'button',
            { type: 'button', class: 'recent', data: { testid: 'recent-target' }, on: { click: () => onPick(connection) } },
            icon('machine'),
            h('span', { class: 'mono break' }, name),
            h('span', { class: 'small muted' }, summary),
          ),
          button('Forget', { kind: 'link', 'aria-label': `Forget ${name}`, testid: 'forget-target', onClick: () => { keep(recent().filter((entry) => !same(entry.connection, connection))); draw(); } }),
        );
      }),
    );
  }
}
