import { debounce, fill, h } from '../ui/dom.js';
import { ApiError, post } from '../ui/api.js';
import { button, field, secretField, segments, textInput, toggle } from '../ui/controls.js';
import { callout, card, fact, waiting } from '../ui/panels.js';
import { stepHead } from '../ui/shell.js';
import { certificateFields } from './certificates.js';
import { connected, secretAtHand, signature, wireConnection } from './sign-in.js';
import { readAs } from './read-as.js';
import { drawResult, summaryOf } from './result.js';

const KINDS = [['none', 'None'], ['basic', 'Basic'], ['bearer', 'Bearer'], ['header', 'Header'], ['oauth2', 'OAuth2']];

/** What the last test found, for whoever comes back to the step; by the connection that was tested. */
let lastFound = null;

/**
 * The step in which a VictoriaMetrics is connected: its address, read as one types, the sign-in, and
 * the test with each try.
 *
 * @param {{store: object, test: (connection: object, signal: AbortSignal) => Promise<object>,
 *     words: import('./result.js').Words, keep?: (answer: object) => object,
 *     more?: (change: (part: object) => void) => Object<string, HTMLElement>}} options `test` answers
 *     as `api/validate` does; `keep` is what to remember of a good answer beyond its summary; `more` are
 *     further fields, by the names that errors call them
 */
export function mountConnection(root, ctx, { store, test: tryOut, words, keep = () => ({}), more = () => ({}) }) {
  const connectionOf = () => wireConnection(store.answers.connection, store.secrets);
  let address = null;
  let testing = null;
  let outcome = null;
  const result = h('div', { class: 'result' });
  const signIn = h('div', { class: 'sign-in-fields' });
  const tls = h('div', { class: 'tls' });
  const tlsNote = h('div', { class: 'tls-note' });
  const read = readAs();
  const certificates = certificateFields({
    files: store.answers.connection.files,
    secrets: store.secrets,
    onChange: (files, given) => { store.setSecret(given); change({ files }); },
  });
  const urlInput = textInput({ class: 'input mono', testid: 'url', value: store.secrets.url || store.answers.connection.url, onInput: urlTyped, placeholder: 'https://vm.example.com/select/0/prometheus', inputmode: 'url' });
  const urlField = field('VictoriaMetrics address', urlInput);
  const testSlot = h('div', { class: 'test-slot' });
  const tenantField = field('Tenant', textInput({ class: 'input mono', testid: 'tenant', placeholder: 'from address', title: 'Account ID, or account:project, when the address names no tenant', value: store.answers.connection.tenant_id, onInput: (event) => change({ tenant_id: event.target.value.trim() }) }));
  const furtherFields = more(change);
  const kinds = KINDS.filter(([kind]) => (ctx.server.auth_kinds ?? ['none', 'basic', 'bearer', 'header']).includes(kind));

  root.append(
    stepHead('Connection', 'Paste any address you have at hand: a Grafana data source, vmui, a /select/ path or a plain host.'),
    h(
      'form',
      { class: 'stack', on: { submit: (event) => { event.preventDefault(); test(); } } },
      card(
        {},
        h('div', { class: 'card-body' }, h('div', { class: 'url-row' }, urlField, tenantField, testSlot), read, h('div', { class: 'further-fields' }, Object.values(furtherFields))),
        h(
          'div',
          { class: 'card-part sign-in' },
          segments('Sign-in', kinds, { value: store.answers.connection.auth, testid: 'auth', onChange: (auth) => { change({ auth }); drawSignIn(); } }),
          signIn,
          tls,
        ),
        tlsNote,
        certificates,
      ),
      result,
    ),
  );
  drawSignIn();
  drawTls();
  readAddress();
  draw();
  if (!secretAtHand(store.answers.connection, store.secrets) && store.answers.connection.url) {
    fill(result, callout('info', 'Enter the sign-in again', 'Passwords, tokens and certificates are never stored, so a reload forgets them.', { testid: 'sign-in-again' }));
  } else if (lastFound?.signature === signature(store.answers.connection) && store.answers.tested) {
    outcome = lastFound.outcome;
    showOutcome();
    draw();
  }

  function drawSignIn() {
    const { connection } = store.answers;
    const text = (key, label, testid) => field(label, textInput({ class: 'input', testid, value: connection[key] ?? '', onInput: (event) => change({ [key]: event.target.value }) }));
    const secret = (key, label, testid) => secretField(label, { testid, value: store.secrets[key] ?? '', onInput: (event) => { store.setSecret({ [key]: event.target.value }); changed(); } }).box;
    const fields = {
      none: () => [],
      basic: () => [text('username', 'User name', 'username'), secret('password', 'Password', 'password')],
      bearer: () => [secret('token', 'Bearer token', 'token')],
      oauth2: () => [text('token_url', 'Token endpoint', 'token-url'), text('client_id', 'Client', 'client-id'), secret('client_secret', 'Client secret', 'client-secret'), text('scope', 'Scope, if any', 'scope')],
      header: () => [text('header_name', 'Header’s name', 'header-name'), secret('header_value', 'Header’s value', 'header-value')],
    };
    fill(signIn, fields[connection.auth]());
    signIn.className = `sign-in-fields count-${signIn.childElementCount}`;
  }

  function drawTls() {
    const off = store.answers.connection.skip_tls_verify;
    fill(
      tls,
      toggle('Check the TLS certificate', { checked: !off, testid: 'tls', onChange: (on) => { change({ skip_tls_verify: !on }); fill(tlsNote, !on && tlsWarning()); } }),
    );
    fill(tlsNote, off && tlsWarning());
  }

  function tlsWarning() {
    return callout('warn', 'The certificate is not checked', 'Somebody on the way could read along and pose as your VictoriaMetrics. Only for a network you trust.', { testid: 'tls-warning' });
  }

  function change(part) {
    store.set({ connection: { ...store.answers.connection, ...part } });
    changed();
  }

  /** The result was for another connection: it dims and stays. */
  function changed() {
    testing?.abort();
    urlField.showError('');
    tenantField.showError('');
    Object.values(furtherFields).forEach((further) => further.showError(''));
    certificates.showError('', '');
    if (outcome) {
      result.classList.add('stale');
    }
    if (store.answers.tested) {
      store.set({ tested: null });
    }
    readSoon();
    draw();
  }

  function urlTyped() {
    const text = urlInput.value.trim();
    // What may hold a password or a key is kept in memory only, until the service has cleaned it.
    const plain = !/[@?#]/.test(text);
    store.setSecret({ url: text });
    change({ url: plain ? text : '', in_url: false });
  }

  const readSoon = debounce(readAddress, 150);

  async function readAddress() {
    const connection = connectionOf();
    if (!connection.url) {
      address = null;
      read.show(null);
      return;
    }
    try {
      const answer = await post('api/address', { connection }, ctx.signal);
      if (connection.url !== connectionOf().url) {
        return;
      }
      address = answer;
      read.show(answer, connection);
      const { connection: kept } = store.answers;
      const [cleaned] = (answer.cleaned_url ?? '').split(/[?#]/);
      if (answer.ok && /[@?#]/.test(store.secrets.url) && kept.url !== cleaned) {
        store.set({ connection: { ...kept, url: cleaned, in_url: answer.sign_in_in_url === true } });
      }
      if (!answer.ok) {
        tied(answer.field).showError(`${answer.error}.`.replace('..', '.'));
      }
    } catch {
      read.show(null);
    }
  }

  function tied(name) {
    return name === 'connection.tenant_id' ? tenantField : (furtherFields[name] ?? urlField);
  }

  async function test() {
    if (!connectionOf().url) {
      urlField.showError('Give an address first.');
      urlInput.focus();
      return;
    }
    testing?.abort();
    const mine = new AbortController();
    testing = mine;
    ctx.signal.addEventListener('abort', () => mine.abort());
    result.classList.remove('stale');
    urlField.showError('');
    fill(result, card({}, h('div', { class: 'card-body' }, waiting('Trying the address, path by path', { testid: 'testing', onCancel: () => mine.abort() }))));
    draw();
    const began = performance.now();
    try {
      // What is said about a failure names parts of the address, which may have been pasted just now.
      await readAddress();
      const answer = await tryOut(connectionOf(), mine.signal);
      finished(answer, performance.now() - began);
    } catch (failure) {
      if (failure instanceof ApiError) {
        finished({ success: false, valid: false, error: failure.message, hint: failure.hint, code: failure.code, field: failure.field, attempts: [], raw: failure.raw, side: failure.side }, performance.now() - began);
      } else if (!ctx.signal.aborted) {
        fill(result, callout('info', 'Not tested', 'You stopped the test before an answer came.'));
      }
    } finally {
      if (testing === mine) {
        testing = null;
      }
      draw();
    }
  }

  function finished(answer, millis) {
    outcome = { answer, address, at: Date.now(), millis };
    const good = answer.success && answer.valid !== false;
    if (good) {
      const resolved = answer.resolved_connection ?? {};
      const summary = summaryOf(answer);
      store.set({
        tested: {
          signature: signature(store.answers.connection),
          base_path: resolved.api_base_path ?? '',
          summary,
          version: answer.version ?? '',
          ...keep({ ...answer, summary }),
        },
      });
    } else {
      const at = answer.field ?? '';
      if (!certificates.showError(at, answer.error)) {
        tied(at).showError(at.startsWith('connection.auth') ? '' : answer.error);
      }
    }
    lastFound = { signature: signature(store.answers.connection), outcome };
    showOutcome();
  }

  function showOutcome() {
    drawResult(result, outcome, { server: ctx.server, connection: store.answers.connection, words, onFix: useAddress });
  }

  function useAddress(url) {
    urlInput.value = url;
    urlTyped();
    test();
  }

  function draw() {
    const { tested } = store.answers;
    const ready = connected(store.answers, store.secrets);
    const label = outcome || tested ? 'Test again' : 'Test';
    const current = testSlot.querySelector('button');
    if (!current) {
      fill(testSlot, button(label, { iconName: 'again', testid: 'test', type: 'submit' }));
    } else {
      current.querySelector('span').textContent = label;
    }
    const note = testing ? 'Testing the connection' : ready ? fact('tickCircle', 'ok', tested.summary) : 'Continue needs a connection that answers';
    ctx.foot({ ready, note });
  }
}
