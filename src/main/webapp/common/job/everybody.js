/** Everybody's jobs, for those who look after the server: who, where to, how it stands, and an end. */
import { fill, h } from '../ui/dom.js';
import { get } from '../ui/api.js';
import { button } from '../ui/controls.js';
import { card, errorPanel } from '../ui/panels.js';
import { counted } from '../ui/format.js';
import { momentInZone, onZone } from '../ui/zone.js';
import { askCancel } from './cancel.js';

const POLL_MILLIS = 5000;
const MOST = 50;

/**
 * @param {string} kind export or import
 * @param {{server: object, signal: AbortSignal}} ctx
 * @returns {HTMLElement|null} nothing for who does not administer
 */
export function everybodysJobs(kind, { server, signal }) {
  if (!server.administers) {
    return null;
  }
  let jobs = [];
  let drawn = '';
  let again;
  const count = h('span', {});
  const body = h('div', {});
  const element = card({ title: `Everybody’s ${kind}s`, fact: count, testid: 'everybody' }, body);
  onZone(draw, signal);
  signal.addEventListener('abort', () => clearTimeout(again));
  load();
  return element;

  async function load() {
    clearTimeout(again);
    try {
      jobs = (await get('api/administration/jobs', signal)).jobs ?? [];
      // What has not changed is left alone: somebody may be about to press a button in it.
      if (drawn !== JSON.stringify(jobs)) {
        draw();
      }
    } catch (failure) {
      if (signal.aborted) {
        return;
      }
      drawn = '';
      fill(body, h('div', { class: 'card-body' }, errorPanel(failure, { onRetry: load })));
      return;
    }
    clearTimeout(again);
    again = setTimeout(load, POLL_MILLIS);
  }

  function draw() {
    drawn = JSON.stringify(jobs);
    count.textContent = counted(jobs.length, kind);
    const focused = body.contains(document.activeElement) ? document.activeElement.dataset.job : undefined;
    fill(body, jobs.length === 0 ? h('p', { class: 'card-body muted' }, `No ${kind} is known to this server.`) : table());
    if (focused) {
      body.querySelector(`[data-job="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
    }
  }

  function table() {
    return h(
      'table',
      { class: 'table' },
      h('caption', { class: 'visually-hidden' }, `Everybody’s ${kind}s, newest first`),
      h('thead', {}, h('tr', {}, ['Who, and which VictoriaMetrics', 'State', ''].map((name) => h('th', { scope: 'col' }, name || h('span', { class: 'visually-hidden' }, 'Cancel'))))),
      h('tbody', {}, jobs.slice(0, MOST).map(row)),
      jobs.length > MOST && h('tfoot', {}, h('tr', {}, h('td', { colspan: '3', class: 'small muted' }, `and ${jobs.length - MOST} more`))),
    );
  }

  function row(job) {
    const since = job.completed_at ?? job.started_at ?? job.created_at;
    const end = () => askCancel(kind, job.job_id, `${job.user || 'Whoever began it'} can resume it.`, load, 'api/administration/cancel');
    return h(
      'tr',
      { data: { testid: 'somebodys-job' } },
      h('td', { class: 'break' }, job.user || 'nobody signed in', h('div', { class: 'mono small muted break' }, job.target)),
      h('td', {}, job.state, h('div', { class: 'small muted' }, `since ${momentInZone(Date.parse(since))}`)),
      h('td', { class: 'number' }, !job.completed_at && button('Cancel', { kind: 'plain small-button', testid: 'cancel-somebodys', 'data-job': job.job_id, 'aria-label': `Cancel the ${kind} of ${job.user}`, onClick: end })),
    );
  }
}
