import { h } from '../ui/dom.js';
import { field, secretField, textInput } from '../ui/controls.js';
import { card } from '../ui/panels.js';
import { certificateFields, certificatesAtHand, named } from './certificates.js';
import { NO_SECRETS, secretAtHand, signature, wireConnection } from './sign-in.js';

const SECRETS = { basic: ['password', 'Password'], bearer: ['token', 'Bearer token'], header: ['header_value', 'Header’s value'], oauth2: ['client_secret', 'Client secret'] };

/** Whether an error says that the sign-in, or a certificate that was given, is no good or gone. */
export function signInRefused({ code = '', error = '' } = {}, connection = {}) {
  return code === 'LOGIN_REFUSED' || (named(connection).length > 0 && /certificate/i.test(error));
}

/**
 * The connection to go on with: that of the start, with the secret asked for again where no reload
 * kept it.
 *
 * @param {{connection: object}|null} ticket
 * @param {object} store the wizard's, with the secrets at hand
 * @param {{refused?: boolean, words?: string}} options whether the secret at hand is no good; what is done with the server
 * @returns {{element: HTMLElement, asks: boolean, missing: () => boolean, read: () => object|undefined, accepted: () => void, showError: (error: Error) => void}|null}
 */
export function askAgain(ticket, store, { refused = false, words = 'Goes on with' } = {}) {
  if (!ticket) {
    return null;
  }
  const { connection } = ticket;
  const known = !refused && secretAtHand(connection, store.secrets) && signature(connection) === signature(store.answers.connection);
  // A sign-in that was part of the address is asked for as user name and password.
  const kind = connection.auth === 'none' && connection.in_url ? 'basic' : connection.auth;
  let username = connection.username;
  let secret = '';
  let files = null;
  let errors = () => {};
  const fields = [h('p', {}, `${words} `, h('span', { class: 'mono break' }, connection.url || 'the address of the start'), '.')];
  const ask = !known && kind !== 'none';
  const given = () => ({ ...files, ...(ask && secret !== '' && { [SECRETS[kind][0]]: secret }) });
  if (ask) {
    const [, label] = SECRETS[kind];
    const box = secretField(label, { testid: 'resume-secret', onInput: (event) => { secret = event.target.value; } }).box;
    errors = box.showError;
    if (kind === 'basic') {
      fields.push(field('User name', textInput({ testid: 'resume-username', value: username, onInput: (event) => { username = event.target.value; } })));
    }
    fields.push(box, h('p', { class: 'small muted' }, 'Passwords and tokens are never stored, so it is asked for again.'));
  }
  const certificates = !known && !certificatesAtHand(connection, NO_SECRETS) && certificateFields({ files: connection.files, secrets: NO_SECRETS, onChange: (names, given) => { files = given; } });
  return {
    asks: ask || Boolean(certificates),
    missing: () => !known && (ask || Boolean(certificates)) && Object.keys(given()).length === 0,
    element: card({ title: 'Connection', testid: 'resume-connection' }, h('div', { class: 'card-body stack' }, fields), certificates),
    read() {
      const secrets = known ? store.secrets : { ...NO_SECRETS, ...given() };
      return wireConnection({ ...connection, auth: kind, username }, secrets);
    },
    /** What was given was taken: it is not asked for again until the page is loaded anew. */
    accepted() {
      if (!known && signature({ ...connection, auth: kind, username }) === signature(store.answers.connection)) {
        store.setSecret(given());
      }
    },
    showError(error) {
      errors(error.code === 'LOGIN_REFUSED' ? error.message : '');
      certificates && certificates.showError(error.field ?? '', error.message);
    },
  };
}
