/** The frame around the steps: head, step list, foot. */
import { fill, h, hidden } from './dom.js';
import { icon } from './icons.js';
import { button, segments } from './controls.js';
import { setZone, zone, zoneName } from './zone.js';

/** Where it runs, the zone switch, and what else stands in the head. */
export function drawHead(host, { server, user, signOut, extra }) {
  const place = server ? `Runs on this server${user ? `, as ${user}` : ''}` : 'Runs on this machine';
  const local = zoneName(new Date(), 'local');
  fill(
    host,
    h('span', { class: 'place muted', data: { testid: 'place' } }, icon('machine'), h('span', { class: 'place-words' }, place)),
    signOut && h('a', { href: signOut, data: { testid: 'sign-out' } }, 'Sign out'),
    extra,
    segments('Time zone', [['UTC', 'UTC'], ['local', local === 'UTC' ? 'Local' : local]], {
      value: zone(),
      onChange: setZone,
      testid: 'zone',
      small: true,
      hideLegend: true,
    }),
  );
}

export function drawPromise(host, text) {
  fill(host, icon('shield'), h('span', {}, text));
}

/**
 * @typedef {{id: string, name: string, answer: string, state: 'done'|'finished'|'failed'|'open',
 *     reachable: boolean}} ShownStep
 * @param {HTMLElement} host the nav
 * @param {ShownStep[]} steps
 * @param {number} current index of the step that is shown
 */
export function drawSteps(host, steps, current) {
  const open = host.querySelector('details')?.open ?? false;
  fill(
    host,
    h(
      'details',
      { class: 'steps-narrow', open },
      h(
        'summary',
        { data: { testid: 'steps-open' } },
        h('b', {}, steps[current].name),
        h('span', { class: 'muted' }, `Step ${current + 1} of ${steps.length}`, icon('down')),
        h(
          'span',
          { class: 'step-segments', 'aria-hidden': 'true' },
          steps.map((step, index) => h('i', { class: index === current ? 'now' : step.state === 'done' ? 'done' : '' })),
        ),
      ),
      list(steps, current, 'narrow-'),
    ),
    h('div', { class: 'steps-wide' }, list(steps, current, '')),
  );
}

const SPOKEN = { done: 'done', finished: 'done', failed: 'needs attention', open: '' };

function list(steps, current, prefix) {
  return h(
    'ol',
    { class: 'steps' },
    steps.map((step, index) => {
      const here = index === current;
      const inside = [
        h('span', { class: `step-mark ${markClass(step, here)}`, 'aria-hidden': 'true' }, mark(step, index, here)),
        h(
          'span',
          { class: 'step-words' },
          h('span', { class: 'step-name' }, step.name),
          SPOKEN[step.state] && hidden(`, ${SPOKEN[step.state]}`),
          step.answer && h('span', { class: 'step-answer', data: { testid: `${prefix}answer-${step.id}` } }, step.answer),
        ),
      ];
      const props = { class: 'step', data: { testid: `${prefix}step-${step.id}` }, 'aria-current': here ? 'step' : undefined };
      return h('li', { class: here ? 'here' : step.state }, step.reachable ? h('a', { ...props, href: `#/${step.id}` }, inside) : h('span', props, inside));
    }),
  );
}

function markClass(step, here) {
  if (step.state === 'finished') {
    return 'done';
  }
  return here && step.state !== 'failed' ? 'now' : step.state;
}

function mark(step, index, here) {
  if (step.state === 'failed') {
    return icon('cross');
  }
  return step.state === 'finished' || (step.state === 'done' && !here) ? icon('tick') : String(index + 1);
}

/**
 * The foot: back at the left, the one primary button at the right, beside it why it waits.
 *
 * @param {{back?: HTMLElement|null, primary: HTMLElement, note?: Node|string}} parts
 */
export function drawFoot(host, { back, primary, note }) {
  const noteId = 'foot-note';
  fill(
    host,
    h(
      'div',
      { class: 'foot-inside' },
      back,
      h('div', { class: 'foot-note', id: noteId, role: 'status', data: { testid: 'foot-note' } }, note),
      primary,
    ),
  );
  primary.setAttribute('aria-describedby', noteId);
}

/** The primary button; grey while it can't act, but still there and focusable. */
export function primaryButton(label, { ready, onClick, testid }) {
  return button(label, {
    kind: 'primary',
    testid,
    'aria-disabled': ready ? undefined : 'true',
    onClick: () => ready && onClick(),
  });
}

/** Title and sentence of a step; the title takes the focus when the step opens. */
export function stepHead(title, lead) {
  return h('div', { class: 'step-head' }, h('h1', { tabindex: '-1', data: { testid: 'title' } }, title), h('p', { class: 'lead muted', data: { testid: 'lead' } }, lead));
}
