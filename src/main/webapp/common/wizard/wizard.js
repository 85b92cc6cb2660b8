/** Puts a page together: head, steps by the address's hash, foot. */
import { fill, h } from '../ui/dom.js';
import { askServer } from '../ui/api.js';
import { button } from '../ui/controls.js';
import { errorPanel, waiting } from '../ui/panels.js';
import { drawFoot, drawHead, drawPromise, drawSteps, primaryButton } from '../ui/shell.js';
import { onZone } from '../ui/zone.js';

const main = document.getElementById('main');
const nav = document.getElementById('steps');
const foot = document.getElementById('foot');

/**
 * @typedef {{id: string, name: string, mount: (root: HTMLElement, ctx: object) => void,
 *     answer: (answers: object) => string, complete: (answers: object) => boolean,
 *     job?: 'may'|'must', failed?: () => boolean}} Step `job`: whether the step shows the job that
 *     stands in the address, and whether it has anything to show without one
 * @param {{app: string, store: object, steps: (answers: object) => Step[], promise: (server: object) => string,
 *     headExtra?: (again: () => void) => Node, findJob: () => Promise<string>, own?: (job: string) => boolean}} page
 *     `findJob` answers the address of a job under way, or an empty text; `own`: whether the answers on
 *     this page are those of the job
 */
export async function startWizard({ app, store, steps: stepsFor, promise, headExtra, findJob, own = () => true }) {
  let server;
  let mounted = null;

  fill(main, waiting('Asking vmgather what it can do'));
  try {
    server = await askServer();
  } catch (failure) {
    const again = () => startWizard({ app, store, steps: stepsFor, promise, headExtra, findJob, own });
    fill(main, h('h1', { tabindex: '-1' }, 'vmgather does not answer'), errorPanel(failure, { onRetry: again }));
    return;
  }
  drawHead(document.getElementById('head-side'), {
    server: server.mode === 'server',
    user: server.user,
    signOut: server.sign_out,
    extra: headExtra?.(beginAgain),
  });
  drawPromise(document.getElementById('promise'), promise(server));
  document.querySelector('.skip').addEventListener('click', skipToStep);
  if (route().id === '') {
    const address = await findJob();
    if (address) {
      history.replaceState(null, '', `#/${address}`);
    }
  }
  show(true);
  addEventListener('hashchange', () => show());
  store.onChange(drawSide);
  onZone(drawSide);

  /** All answers are gone: the first step is shown anew. */
  function beginAgain() {
    store.clear();
    mounted?.end.abort();
    mounted = null;
    history.pushState(null, '', `#/${stepsFor(store.answers)[0].id}`);
    show();
  }

  function show(first = false) {
    const steps = stepsFor(store.answers);
    const { id, rest } = route();
    const wanted = steps.findIndex((step) => step.id === id);
    const jobShown = rest !== '' && wanted >= 0 && steps[wanted].job !== undefined;
    const index = jobShown ? wanted : Math.max(0, Math.min(wanted, limit(steps) - 1));
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
    document.title = `${steps[index].name} – vmgather ${app}`;
    drawSide();
    if (!first) {
      main.querySelector('h1')?.focus({ preventScroll: true });
    }
  }

  /** How many steps may be opened: all that are confirmed and complete, and the one behind them. */
  function limit(steps) {
    const { answers } = store;
    const blocked = steps.findIndex((step) => !answers.confirmed.includes(step.id) || !step.complete(answers));
    const jobs = steps.findIndex((step) => step.job === 'must');
    return Math.min(blocked < 0 ? steps.length : blocked + 1, jobs < 0 ? steps.length : jobs);
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
          refocus(foot, focused);
        }
      },
    };
  }

  function drawSide() {
    if (!mounted) {
      return;
    }
    const { answers } = store;
    const all = stepsFor(answers);
    const open = limit(all);
    const jobShown = mounted.step.job !== undefined && route().rest !== '';
    // What was answered here says nothing about somebody else's job.
    const steps = jobShown && !own(route().rest) ? all.filter((step) => step.id === mounted.step.id) : all;
    const current = steps.findIndex((step) => step.id === mounted.step.id);
    const focused = document.activeElement?.dataset?.testid;
    drawSteps(
      nav,
      steps.map((step, index) => ({
        id: step.id,
        name: step.name,
        answer: answers.confirmed.includes(step.id) || index === current || (jobShown && step.job) ? step.answer(answers) : '',
        state: stateOf(step, answers, { here: index === current, open: index < open, jobShown }),
        reachable: index < open && index !== current,
      })),
      Math.max(0, current),
    );
    refocus(nav, focused);
  }
}

/** The address's hash names the step: the link may not change it. */
function skipToStep(event) {
  event.preventDefault();
  (main.querySelector('h1') ?? main).focus();
}

function stateOf(step, answers, { here, open, jobShown }) {
  if (step.job) {
    return step.complete(answers) ? 'finished' : step.failed?.() ? 'failed' : 'open';
  }
  if (!answers.confirmed.includes(step.id)) {
    return 'open';
  }
  if (jobShown || (open && step.complete(answers))) {
    return 'done';
  }
  return open && !here ? 'failed' : 'open';
}

/** @returns {{id: string, rest: string}} `#/export/<job>` is {id: 'export', rest: '<job>'} */
function route() {
  const [id = '', rest = ''] = location.hash.replace(/^#\/?/, '').split('/');
  return { id, rest: decodeURIComponent(rest) };
}

/** What was redrawn gets the focus back that it had. */
function refocus(host, testid) {
  if (testid && document.activeElement === document.body) {
    host.querySelector(`[data-testid="${CSS.escape(testid)}"]`)?.focus();
  }
}
