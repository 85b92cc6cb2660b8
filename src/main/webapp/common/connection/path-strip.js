import { h } from '../ui/dom.js';
import { icon, openCircle } from '../ui/icons.js';
import { STAGES, failedStage } from './fixes.js';

/**
 * The way to the data, stage by stage, with the one that failed.
 *
 * @param {string} last the name of the last stage, which only the job itself goes through
 */
export function pathStrip({ answer, address }, connection, last) {
  const good = answer.success && answer.valid !== false;
  const unread = !good && (answer.code === 'INVALID_INPUT' || answer.code === 'PAGE_OFFLINE');
  const failed = good ? STAGES.length : unread ? -1 : failedStage(answer);
  const states = STAGES.map((_, index) => (unread ? 'open' : index < failed ? 'ok' : index === failed ? 'bad' : 'open'));
  const words = good ? passed(answer, address, connection) : [];
  return h(
    'ol',
    { class: 'path-strip', 'aria-label': 'The way to the data', data: { testid: 'path-strip' } },
    [...STAGES, last].map((name, index) => {
      const state = states[index] ?? 'open';
      const mark = { ok: () => icon('tickCircle'), bad: () => icon('crossCircle'), open: openCircle }[state]();
      return h('li', { class: state }, mark, h('b', {}, name), h('span', { class: 'small' }, detail(index, state, words, good, address)));
    }),
  );
}

function detail(index, state, words, good, address) {
  if (words[index]) {
    return words[index];
  }
  if (state === 'bad') {
    return index === 1 && address?.port ? `${address.port}: failed` : 'failed';
  }
  if (state === 'ok') {
    return index === 2 && address?.scheme !== 'https' ? 'not used' : 'passed';
  }
  return good ? 'when it starts' : 'not reached';
}

function passed(answer, address, connection) {
  const resolved = answer.resolved_connection ?? {};
  const endpoint = answer.final_endpoint || resolved.url || '';
  const tls = endpoint ? endpoint.startsWith('https') : address?.scheme === 'https';
  return [
    'found',
    `${address?.port || (tls ? 443 : 80)} open`,
    tls ? (connection.skip_tls_verify ? 'not checked' : 'checked') : 'not used',
    connection.auth === 'none' && !address?.sign_in_in_url ? 'not used' : 'accepted',
    'answered',
    resolved.tenant_id || address?.tenant || 'none',
  ];
}
