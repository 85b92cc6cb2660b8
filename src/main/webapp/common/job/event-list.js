import { fill, h } from '../ui/dom.js';
import { icon } from '../ui/icons.js';
import { card } from '../ui/panels.js';
import { clockSeconds, onZone, zoneName } from '../ui/zone.js';

const MOST = 5;

/**
 * What happened during a job, newest first.
 *
 * @param {Object<string, string>} stages what a stage that was reached means; others are passed over
 */
export function events(stages, signal) {
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
      note('info', stages[stage]);
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
