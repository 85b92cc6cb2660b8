/**
 * The wizard's answers. They live in this tab (sessionStorage), and the last ones are what a new tab
 * begins with (localStorage). Secrets live in memory only and are gone with a reload.
 */

const KEY = 'vmgather.exporter.answers';
const TICKETS = 'vmgather.exporter.tickets';

const BEGINNING = {
  confirmed: [],
  mode: 'cluster',
  range: { preset: '1h', start: 0, end: 0 },
  connection: { url: '', in_url: false, tenant_id: '', auth: 'none', username: '', header_name: '', skip_tls_verify: false },
  tested: null,
  unticked: [],
  selection: null,
  query: '',
  checked: null,
  jobs: null,
  hide: { instance: true, job: true, labels: [], drop: [] },
  output: { staging_dir: '', step: 0, batch: 'auto' },
  lastJob: '',
};

let answers = restored();
let secrets = noSecrets();
const changes = new EventTarget();

function noSecrets() {
  return { url: '', password: '', token: '', header_value: '' };
}

function restored() {
  const kept = read(sessionStorage, KEY) ?? read(localStorage, KEY) ?? {};
  return { ...structuredClone(BEGINNING), ...kept };
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

export const store = {
  get answers() {
    return answers;
  },

  get secrets() {
    return secrets;
  },

  /** Takes over some answers; nested objects are replaced as a whole. */
  set(part) {
    answers = { ...answers, ...part };
    write(sessionStorage, KEY, answers);
    write(localStorage, KEY, answers);
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
    answers = structuredClone(BEGINNING);
    secrets = noSecrets();
    store.set({});
  },

  onChange(listener, signal) {
    changes.addEventListener('change', listener, { signal });
  },

  /** What a job of this tab needs to be resumed: its token, and its connection without secrets. */
  ticket(jobId) {
    return read(sessionStorage, TICKETS)?.[jobId] ?? null;
  },

  keepTicket(jobId, ticket) {
    write(sessionStorage, TICKETS, { ...read(sessionStorage, TICKETS), [jobId]: ticket });
  },

  dropTicket(jobId) {
    const tickets = read(sessionStorage, TICKETS) ?? {};
    delete tickets[jobId];
    write(sessionStorage, TICKETS, tickets);
  },

  /** Ids of jobs that this tab could resume, newest last. */
  ticketIds() {
    return Object.keys(read(sessionStorage, TICKETS) ?? {});
  },
};
