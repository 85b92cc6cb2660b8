import { fill, h } from '../ui/dom.js';
import { ApiError, post } from '../ui/api.js';
import { field, textInput } from '../ui/controls.js';
import { mountConnection } from '../connection/form.js';
import { NO_CONNECTION, NO_SECRETS } from '../connection/sign-in.js';
import { everybodysJobs } from '../job/everybody.js';
import { targetOf } from '../config.js';
import { recentCard, remember } from '../recent.js';
import { store } from '../store.js';

const WORDS = { last: 'Import', used: 'used for the import', place: 'Writes to' };
const SELECT = 'connection.select_url';
const FIELDS = { endpoint: 'connection.url', tenant_id: 'connection.tenant_id', select_endpoint: SELECT };

export function mount(root, ctx) {
  let drawing = new AbortController();
  ctx.signal.addEventListener('abort', () => drawing.abort());
  draw();

  function draw() {
    drawing.abort();
    drawing = new AbortController();
    const form = h('div', {});
    const recent = h('div', { class: 'below stack' }, recentCard(pick), everybodysJobs('import', { ...ctx, signal: drawing.signal }));
    fill(root, form, recent);
    mountConnection(form, { ...ctx, signal: drawing.signal }, {
      store,
      words: WORDS,
      test,
      more: (change) => ({ [SELECT]: selectField(change) }),
      keep: (answer) => {
        remember(store.answers.connection, answer.summary);
        return {};
      },
    });
  }

  function pick(connection) {
    store.setSecret(NO_SECRETS);
    store.set({ connection: { ...NO_CONNECTION, ...connection }, tested: null });
    draw();
    root.querySelector('[data-testid="test"]').focus();
  }
}

/** Of a cluster that takes data at one address and answers queries at another. */
function selectField(change) {
  const input = textInput({ class: 'input mono', testid: 'select-url', value: store.answers.connection.select_url ?? '', inputmode: 'url', onInput: typed });
  const box = field('Address for queries, if it is another', input, { hint: 'Of a cluster: vmselect’s, where the address above is vminsert’s. Both take the same sign-in.' });
  return box;

  function typed() {
    const text = input.value.trim();
    const plain = !/[@?#]/.test(text);
    change({ select_url: plain ? text : '' });
    box.showError(plain ? '' : 'Give it without a sign-in: the one above counts for both.');
  }
}

/** Asks the target, and answers as the form expects it. */
async function test(connection, signal) {
  try {
    const answer = await post('api/check-endpoint', { ...targetOf(connection), select_endpoint: store.answers.connection.select_url ?? '' }, signal);
    return {
      ...answer,
      success: true,
      used_path: answer.insert_path,
      resolved_connection: { tenant_id: answer.tenant_id ?? '', api_base_path: answer.insert_path ?? '' },
    };
  } catch (failure) {
    if (!(failure instanceof ApiError) || failure.code === 'PAGE_OFFLINE') {
      throw failure;
    }
    return {
      success: false,
      error: failure.message,
      code: failure.code,
      hint: failure.hint,
      field: FIELDS[failure.field] ?? fieldOf(failure.field),
      attempts: attempts(failure.raw),
      raw: failure.raw,
    };
  }
}

/** As the form names it. */
function fieldOf(name) {
  return name?.startsWith('tls.') ? `connection.${name}` : name && 'connection.auth';
}

function attempts(raw) {
  try {
    return JSON.parse(raw).attempts ?? [];
  } catch {
    return [];
  }
}
