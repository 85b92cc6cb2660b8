/** Puts the page together: head, steps by the address's hash, foot. */
import { fill, h } from './ui/dom.js';
import { get, post } from './ui/api.js';
import { button } from './ui/controls.js';
import { openDialog } from './ui/dialog.js';
import { errorPanel, waiting } from './ui/panels.js';
import { drawFoot, drawHead, drawPromise, drawSteps, primaryButton } from './ui/shell.js';
import { onZone } from './ui/zone.js';
import { reachable, stepsFor } from './steps.js';
import { lostJob, running } from './export/jobs.js';
import { store } from './store.js';

const main = document.getElementById('main');
const nav = document.getElementById('steps');
const foot = document.getElementById('foot');
let server;
let mounted = null;

/** @returns {{id: string, rest: string}} `#/export/<job>` is {id: 'export', rest: '<job>'} */
function route() {
  const [id = '', rest = ''] = location.hash.replace(/^#\/?/, '').split('/');
  return { id, rest: decodeURIComponent(rest) };
}

function show(first = false) {
  const steps = stepsFor(store.answers);
  const { id, rest } = route();
  const limit = reachable(steps, store.answers);
  const wanted = steps.findIndex((step) => step.id === id);
  const index = id === 'export' && rest ? steps.length - 1 : Math.max(0, Math.min(wanted, limit - 1));
  if (steps[index].id !== id) {
    history.replaceState(null, '', `#/${steps[index].id}`);
  }
  const key = `${steps[index].id}/${steps[index].id === id ? rest : ''}`;
  if (mounted?.key === key) {
    drawSide();
    return;
  }
  mounted?.end.abort();
  mounted = { key, index, step: steps[index], end: new AbortController() };
  fill(main);
  scrollTo(0, 0);
  steps[index].mount(main, context(steps, index, rest, mounted.end.signal));
  document.title = `${steps[index].name} – vmgather exporter`;
  drawSide();
  if (!first) {
    main.querySelector('h1')?.focus({ preventScroll: true });
  }
}

function context(steps, index, rest, signal) {
  const go = (step) => {
    location.hash = `#/${step}`;
  };
  const next = () => {
    store.confirm(steps[index].id);
    const now = stepsFor(store.answers);
    go(now[now.findIndex((step) => step.id === steps[index].id) + 1].id);
  };
  return {
    server,
    signal,
    rest,
    go,
    next,
    redrawSteps: drawSide,
    /** The foot with Back and Continue; a step changes what it needs. */
    foot({ ready = true, note = '', label = 'Continue', onPrimary = next, primary, back, testid = 'continue' }) {
      if (!signal.aborted) {
        const backButton = index === 0 ? null : button('Back', { onClick: () => go(steps[index - 1].id), testid: 'back' });
        const focused = document.activeElement?.dataset?.testid;
        drawFoot(foot, {
          back: back === undefined ? backButton : back,
          primary: primary ?? primaryButton(label, { ready, onClick: onPrimary, testid }),
          note,
        });
        if (focused && document.activeElement === document.body) {
          foot.querySelector(`[data-testid="${CSS.escape(focused)}"]`)?.focus();
        }
      }
    },
  };
}

function drawSide() {
  if (!mounted) {
    return;
  }
  const { answers } = store;
  const steps = stepsFor(answers);
  const current = steps.findIndex((step) => step.id === mounted.step.id);
  const limit = reachable(steps, answers);
  const jobShown = mounted.step.id === 'export' && route().rest !== '';
  const focused = document.activeElement?.dataset?.testid;
  drawSteps(
    nav,
    steps.map((step, index) => {
      const confirmed = answers.confirmed.includes(step.id);
      const failed = !jobShown && confirmed && index < limit && !step.complete(answers) && index !== current;
      return {
        id: step.id,
        name: step.name,
        answer: confirmed || index === current ? step.answer(answers) : '',
        state: step.id === 'export' && step.complete(answers) ? 'finished' : failed && step.id !== 'export' ? 'failed' : confirmed && (jobShown || (index < limit && step.complete(answers))) ? 'done' : 'open',
        reachable: index < limit && index !== current,
      };
    }),
    Math.max(0, current),
  );
  if (focused && document.activeElement === document.body) {
    nav.querySelector(`[data-testid="${CSS.escape(focused)}"]`)?.focus();
  }
}

function askNewSession() {
  openDialog({
    title: 'New session',
    testid: 'new-session',
    confirm: 'Start a new session',
    cancel: 'Keep this one',
    content: [
      h('p', {}, 'All answers on this page are cleared, and names get new tokens: later bundles can’t be matched with earlier ones.'),
      h('p', { class: 'muted' }, 'Running exports go on. Finished bundles stay.'),
    ],
    onConfirm: async () => {
      await post('api/session/new', {}).catch(() => {});
      store.clear();
      mounted = null;
      history.pushState(null, '', '#/mode');
      show();
    },
  });
}

async function start() {
  fill(main, waiting('Asking vmgather what it can do'));
  try {
    server = await get('api/config');
  } catch (failure) {
    fill(main, h('h1', { tabindex: '-1' }, 'vmgather does not answer'), errorPanel(failure, { onRetry: start }));
    return;
  }
  const onServer = server.mode === 'server';
  drawHead(document.getElementById('head-side'), {
    server: onServer,
    user: server.user,
    extra: button('New session', { kind: 'plain small-button', onClick: askNewSession, testid: 'new-session' }),
  });
  drawPromise(document.getElementById('promise'), onServer);
  if (route().id === '') {
    const id = (await running())?.job_id ?? (await lostJob());
    if (id) {
      history.replaceState(null, '', `#/export/${encodeURIComponent(id)}`);
    }
  }
  show(true);
  addEventListener('hashchange', () => show());
  store.onChange(drawSide);
  onZone(drawSide);
}

start();
