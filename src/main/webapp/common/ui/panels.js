import { h } from './dom.js';
import { icon } from './icons.js';
import { button } from './controls.js';

/** A card: title left, a small fact right. */
export function card({ title, fact, testid, className = '', level = 'h2' }, ...children) {
  return h(
    'section',
    { class: `card ${className}`, data: testid ? { testid } : {} },
    (title || fact) &&
      h('div', { class: 'card-head' }, title && h(level, {}, title), fact && h('div', { class: 'small muted fact' }, fact)),
    ...children,
  );
}

const CALLOUT_ICONS = { ok: 'shield', warn: 'warn', bad: 'crossCircle', info: 'info' };

/** Icon, bold fact, sentences. `kind` is ok, warn, bad or info. */
export function callout(kind, fact, text, { testid, announce } = {}) {
  return h(
    'div',
    { class: `callout ${kind}`, data: testid ? { testid } : {}, role: announce ? 'alert' : undefined },
    icon(CALLOUT_ICONS[kind]),
    h('div', { class: 'callout-words' }, h('strong', {}, fact), text && h('div', {}, text)),
  );
}

/** What failed, on which side, what to try; the raw answer folded away. */
export function errorPanel(error, { onRetry, retryLabel = 'Try again', testid = 'error', more } = {}) {
  return h(
    'div',
    { class: 'error-panel', data: { testid } },
    h(
      'div',
      { class: 'callout bad', role: 'alert' },
      icon('crossCircle'),
      h(
        'div',
        { class: 'callout-words' },
        h('strong', { data: { testid: `${testid}-message` } }, error.message),
        h('div', { class: 'small', data: { testid: `${testid}-side` } }, `Where it failed: ${error.side ?? 'vmgather'}`),
        error.hint && h('div', { data: { testid: `${testid}-hint` } }, h('b', {}, 'Try next: '), error.hint),
      ),
    ),
    more,
    onRetry && h('div', {}, button(retryLabel, { iconName: 'again', onClick: onRetry, testid: `${testid}-retry` })),
    error.raw && rawAnswer('What was answered', error.raw),
  );
}

/** Folded text as it came. */
export function rawAnswer(title, text) {
  return h(
    'details',
    { class: 'raw' },
    h('summary', {}, icon('right', 'fold'), title),
    h('pre', { tabindex: '0' }, text),
  );
}

/** What is waited for, and a way out. */
export function waiting(text, { onCancel, testid = 'waiting' } = {}) {
  return h(
    'div',
    { class: 'waiting', role: 'status', data: { testid } },
    h('span', { class: 'pulse', 'aria-hidden': 'true' }),
    h('span', {}, text),
    onCancel && button('Stop waiting', { kind: 'link', onClick: onCancel, testid: `${testid}-cancel` }),
  );
}

/** Somebody has stopped waiting, and may begin again; the focus was on what is gone now. */
export function stoppedWaiting(onAgain) {
  const again = button('Ask again', { kind: 'link', onClick: onAgain, testid: 'stopped-retry' });
  queueMicrotask(() => again.focus({ preventScroll: true }));
  return callout('info', 'You stopped waiting', again, { testid: 'stopped' });
}

/** Figures with their names. */
export function figures(list, { large = false, testid } = {}) {
  return h(
    'dl',
    { class: `figures${large ? ' large' : ''}`, data: testid ? { testid } : {} },
    list.map(([name, value, id]) => h('div', {}, h('dt', {}, name), h('dd', { data: id ? { testid: id } : {} }, value))),
  );
}

/** A bar on its track; `part` 0..1. Decorative: the number stands beside it. */
export function bar(part, className = '') {
  const width = `${Math.max(0, Math.min(1, part)) * 100}%`;
  return h('span', { class: `bar ${className}`, 'aria-hidden': 'true', style: { '--part': width } }, h('span', {}));
}

/** An icon with words that say the same. */
export function fact(iconName, kind, ...words) {
  return h('span', { class: `icon-fact ${kind}` }, icon(iconName), h('span', {}, ...words));
}
