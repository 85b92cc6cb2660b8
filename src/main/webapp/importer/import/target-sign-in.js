import { askAgain } from '../connection/ask-again.js';
import { targetOf } from '../config.js';
import { store } from '../store.js';

/**
 * How the target of an import is signed in to once the running vmgather has forgotten it.
 *
 * @param {object} status of the import
 * @param {boolean} refused whether the sign-in of the start is no good
 * @returns {{element: HTMLElement, asks: boolean, body: () => object|undefined, accepted: () => void, showError: (error: Error) => void}}
 */
export function targetSignIn(status, jobId, refused) {
  const ticket = ticketOf(status, jobId);
  const asked = askAgain(ticket, store, refused);
  return { ...asked, body: () => (asked.missing() ? undefined : { config: targetOf(asked.read()) }) };
}

/** What the import began with, or the page's own connection to where it went. */
export function ticketOf(status, jobId) {
  return store.ticket(jobId) ?? { connection: { ...store.answers.connection, url: status.target ?? '', tenant_id: status.tenant_id ?? '' } };
}
