import { askAgain } from '../connection/ask-again.js';
import { named } from '../connection/certificates.js';
import { targetOf } from '../config.js';
import { store } from '../store.js';

/**
 * How the target of an import is signed in to once the running vmgather has forgotten it.
 *
 * @param {object} status of the import
 * @param {{refused?: boolean, words?: string}} options as of `askAgain`
 * @returns {{element: HTMLElement, asks: boolean, missing: () => boolean, body: () => object|undefined, accepted: () => void, showError: (error: Error) => void}}
 */
export function targetSignIn(status, jobId, options) {
  const ticket = ticketOf(status, jobId);
  const asked = askAgain(ticket, store, options);
  return { ...asked, body: () => (asked.missing() ? undefined : { config: targetOf(asked.read()) }) };
}

/** What the import began with, or the page's own connection to where it went. */
export function ticketOf(status, jobId) {
  const { connection } = store.answers;
  // In a browser that knows nothing of it, a target that wants a sign-in gets a user name and a password.
  const inUrl = connection.in_url || (status.needs_sign_in === true && named(connection).length === 0);
  return store.ticket(jobId) ?? { connection: { ...connection, url: status.target ?? '', tenant_id: status.tenant_id ?? '', in_url: inUrl } };
}
