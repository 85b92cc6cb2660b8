import { fill, h } from '../ui/dom.js';
import { icon } from '../ui/icons.js';
import { card } from '../ui/panels.js';
import { clockSeconds, onZone, zoneName } from '../ui/zone.js';

const MOST = 5;
const STAGES = { discovering: 'Connected', exporting: 'The series are known; reading began', checking: 'All batches are read', packing: 'Nothing hidden was left; the bundle is made' };

/** What happened during the export, newest first. */
export function events(signal) {
  const list = [];
  const fact = h('span', {});
  const place = h('div', {});
  const element = card({ title: 'Events', fact, testid: 'events' }, place);
  let known = new Set();
  let stage = '';
  let waiting = '';
  onZone(draw, signal);
  draw();
  return { element, take };

  function take(status) {
    if (status.stage !== stage) {
      stage = status.stage;
      note('info', STAGES[stage]);
    }
    if ((status.waiting_for ?? '') !== waiting) {
      waiting = status.waiting_for ?? '';
      note('warn', waiting && `Waiting: ${waiting}`);
    }
    (status.warnings ?? []).filter((text) => !known.has(text)).forEach((text) => {
      known.add(text);
      note('warn', text);
    });
  }

  function note(kind, text) {
    if (text) {
      list.unshift({ kind, text, at: Date.now() });
      list.length = Math.min(list.length, MOST);
      draw();
    }
  }

  function draw() {
    fact.textContent = `times in ${zoneName()}`;
    fill(
      place,
      list.length === 0
        ? h('p', { class: 'card-body muted' }, 'Nothing yet.')
        : h('ul', { class: 'event-list' }, list.map(({ kind, text, at }) => h('li', {}, h('span', { class: 'muted' }, clockSeconds(at)), h('span', { class: `icon-fact event-${kind}` }, icon(kind), h('span', { class: 'break' }, text))))),
    );
  }
}
