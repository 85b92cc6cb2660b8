import { fill, h } from '../ui/dom.js';
import { button } from '../ui/controls.js';
import { icon } from '../ui/icons.js';
import { callout, card, figures, rawAnswer } from '../ui/panels.js';
import { counted, duration } from '../ui/format.js';
import { clockSeconds, zoneName } from '../ui/zone.js';
import { fixes } from './fixes.js';
import { pathStrip } from './path-strip.js';

/** `Cluster v1.150.0, tenant 1011`. */
export function summaryOf(answer) {
  const tenant = answer.resolved_connection?.tenant_id;
  const kind = flavour(answer);
  return `${[kind, answer.version].filter(Boolean).join(' ')}${tenant ? `, tenant ${tenant}` : ''}`;
}

function flavour(answer) {
  const names = { cluster: 'Cluster', vmauth: 'vmauth', managed: 'Managed', 'VictoriaMetrics single': 'Single node' };
  if (answer.is_victoria_metrics === false) {
    return 'Not VictoriaMetrics';
  }
  const base = answer.resolved_connection?.api_base_path ?? '';
  return names[answer.flavour] ?? (base.includes('/select/') ? 'Cluster' : 'VictoriaMetrics');
}

/**
 * What the test found, in the same place for success and failure.
 *
 * @typedef {{last: string, used: string, place: string}} Words the way's last stage; what stands
 *     beside the try that is used; the name of the path that is used
 * @param {{server: object, connection: object, words: Words, onFix: (url: string) => void}} options
 */
export function drawResult(host, outcome, options) {
  const { answer } = outcome;
  const good = answer.success && answer.valid !== false;
  fill(host, good ? success(outcome, options) : failure(outcome, options));
  if (!good) {
    host.querySelector('[data-fix]')?.focus();
  }
}

function tested({ at, millis }) {
  return `Tested ${clockSeconds(at)} ${zoneName(at)} in ${millis < 1000 ? `${Math.round(millis)} ms` : duration(millis / 1000)}`;
}

function success(outcome, { connection, words }) {
  const { answer } = outcome;
  const components = (answer.vm_components ?? []).join(', ') || answer.components || '';
  const warnings = answer.warnings ?? (answer.hint ? [answer.hint] : []);
  return h(
    'section',
    { class: 'card', data: { testid: 'connected' } },
    h(
      'div',
      { class: 'card-head' },
      h('h2', { class: 'with-icon' }, icon('tickCircle', 'ok-icon'), `Connected: ${summaryOf(answer)}`),
      h('div', { class: 'small muted fact' }, tested(outcome)),
    ),
    h('div', { class: 'card-body', role: 'status' }, pathStrip(outcome, connection, words.last)),
    warnings.length > 0 && h('div', { class: 'card-part stack' }, warnings.map((text) => callout('warn', 'Connected, but look', text))),
    h(
      'div',
      { class: 'card-part' },
      figures([
        ['Flavour', flavour(answer), 'flavour'],
        ['Version', answer.version || 'not told', 'version'],
        ['Components', typeof components === 'string' ? components || 'none seen' : counted(components, 'component'), 'vm-components'],
        [words.place, h('span', { class: 'mono break' }, pathOf(answer)), 'reads-from'],
      ]),
    ),
    attemptsTable(answer.attempts ?? [], words.used),
  );
}

function pathOf(answer) {
  return answer.used_path || answer.resolved_connection?.api_base_path || answer.final_endpoint || '/';
}

function failure(outcome, { server, connection, words, onFix }) {
  const { answer } = outcome;
  const next = fixes(outcome);
  return card(
    { testid: 'not-connected' },
    h(
      'div',
      { class: 'card-body stack' },
      h(
        'div',
        { class: 'callout bad', role: 'alert' },
        icon('crossCircle'),
        h('div', { class: 'callout-words' }, h('strong', { data: { testid: 'error-message' } }, answer.error ?? 'The test failed'), h('div', { class: 'small', data: { testid: 'error-side' } }, `Where it failed: ${answer.side ?? next.side}`)),
      ),
      pathStrip(outcome, connection, words.last),
    ),
    h(
      'div',
      { class: 'card-part' },
      h('h2', {}, 'Try next'),
      h(
        'ol',
        { class: 'try-next', data: { testid: 'error-hint' } },
        next.list.map(({ text, label, url }, index) =>
          h(
            'li',
            {},
            h('span', { class: 'step-mark', 'aria-hidden': 'true' }, String(index + 1)),
            h('span', {}, text),
            url && button(label, { kind: 'plain small-button', testid: 'fix', 'data-fix': '', onClick: () => onFix(url) }),
          ),
        ),
      ),
    ),
    attemptsTable(answer.attempts ?? [], ''),
    h('div', { class: 'card-part' }, rawAnswer(server.mode === 'server' ? 'What was answered' : 'What the connection answered', rawText(answer))),
  );
}

function rawText(answer) {
  if (answer.raw) {
    return answer.raw;
  }
  const { resolved_connection: _, ...shown } = answer;
  return JSON.stringify(shown, null, 2);
}

/** @param {string} used what stands beside the try that is used; empty when none is */
function attemptsTable(attempts, used) {
  if (attempts.length === 0) {
    return null;
  }
  const last = used ? attempts.findLastIndex((attempt) => attempt.success) : -1;
  const timed = attempts.some((attempt) => attempt.elapsed_ms !== undefined);
  return h(
    'table',
    { class: 'table attempts', data: { testid: 'attempts' } },
    h('caption', { class: 'visually-hidden' }, 'Addresses that were tried, in order'),
    h('thead', {}, h('tr', {}, h('th', { scope: 'col', class: 'number' }, '#'), h('th', { scope: 'col' }, 'Attempt'), h('th', { scope: 'col' }, 'Answer'), timed && h('th', { scope: 'col', class: 'number' }, 'Time'))),
    h(
      'tbody',
      {},
      attempts.map((attempt, index) =>
        h(
          'tr',
          { data: { testid: 'attempt' } },
          h('td', { class: 'number muted' }, String(index + 1)),
          h('td', { class: 'mono break' }, attempt.endpoint || attempt.api_base_path || '/'),
          h(
            'td',
            {},
            h(
              'span',
              { class: `icon-fact ${attempt.success ? 'ok' : used ? 'muted' : 'bad'}` },
              icon(attempt.success ? 'tick' : 'cross'),
              h('span', { class: 'break' }, attempt.success ? 'answered ' : attempt.error || 'no answer', index === last && h('span', { class: 'tag' }, used)),
            ),
          ),
          timed && h('td', { class: 'number' }, attempt.elapsed_ms === undefined ? '' : `${attempt.elapsed_ms} ms`),
        ),
      ),
    ),
  );
}
