import { NO_SECRETS } from '../connection/sign-in.js';

/**
 * A wizard's answers. They live in this tab (sessionStorage), and the last ones are what a new tab
 * begins with (localStorage). Secrets live in memory only and are gone with a reload.
 *
 * @param {string} app whose answers these are
 * @param {object} beginning what they are before anything was answered; `confirmed` lists steps
 */
export function wizardStore(app, beginning) {
  const key = `vmgather.${app}.answers`;
  const tickets = `vmgather.${app}.tickets`;
  let answers = restored();
  let secrets = NO_SECRETS;
  const changes = new EventTarget();

  function restored() {
    const kept = read(sessionStorage, key) ?? read(localStorage, key) ?? {};
    return { ...structuredClone(beginning), ...kept };
  }

  const store = {
    get answers() {
      return answers;
    },

    get secrets() {
      return secrets;
    },

    /** Takes over some answers; nested objects are replaced as a whole. */
    set(part) {
      answers = { ...answers, ...part };
      write(sessionStorage, key, answers);
      write(localStorage, key, answers);
      changes.dispatchEvent(new Event('change'));
    },

    setSecret(part) {
      secrets = { ...secrets, ...part };
      changes.dispatchEvent(new Event('change'));
    },

    confirm(step) {
      if (!answers.confirmed.includes(step)) {
        store.set({ confirmed: [...answers.confirmed, step] });
      }
    },

    /** Forgets everything but running exports' tickets. */
    clear() {
      answers = structuredClone(beginning);
      secrets = NO_SECRETS;
      store.set({});
    },

    onChange(listener, signal) {
      changes.addEventListener('change', listener, { signal });
    },

    /** What a job of this tab needs to be resumed: its token, and its connection without secrets. */
    ticket(jobId) {
      return read(sessionStorage, tickets)?.[jobId] ?? null;
    },

    keepTicket(jobId, ticket) {
      write(sessionStorage, tickets, { ...read(sessionStorage, tickets), [jobId]: ticket });
    },

    dropTicket(jobId) {
      const kept = read(sessionStorage, tickets) ?? {};
      delete kept[jobId];
      write(sessionStorage, tickets, kept);
    },

    /** Ids of jobs that this tab could resume, newest last. */
    ticketIds() {
      return Object.keys(read(sessionStorage, tickets) ?? {});
    },
  };
  return store;
}

function read(storage, key) {
  try {
    return JSON.parse(storage.getItem(key));
  } catch {
    return null;
  }
}

function write(storage, key, value) {
  try {
    storage.setItem(key, JSON.stringify(value));
  } catch {
    // Full or forbidden: the answers then last as long as the page.
  }
}
