import { fill, h, uid } from '../ui/dom.js';
import { icon } from '../ui/icons.js';
import { card } from '../ui/panels.js';
import { bytes, counted, percent } from '../ui/format.js';
import { stepHead } from '../ui/shell.js';
import { momentInZone, onZone } from '../ui/zone.js';
import { everybodysJobs } from '../job/everybody.js';
import { allJobs } from '../export/jobs.js';
import { store } from '../store.js';

const MODES = [
  ['cluster', 'cluster', 'Cluster metrics', 'What VictoriaMetrics says about itself: vmstorage, vmselect, vmagent and the others. For most support cases.'],
  ['custom', 'query', 'Selector / Query', 'Any series you select, or the points of a MetricsQL expression. When support asks for certain metrics.'],
];

export function mount(root, ctx) {
  const name = uid('mode');
  const earlier = h('div', {});
  root.append(
    stepHead('Gather metrics for support', 'One file with the metrics that support needs, and without the names that are nobody’s business.'),
    h(
      'div',
      { class: 'stack' },
      h(
        'fieldset',
        { class: 'mode-cards' },
        h('legend', { class: 'visually-hidden' }, 'What to gather'),
        MODES.map(([value, iconName, title, text]) =>
          h(
            'label',
            { class: 'mode-card' },
            h('input', {
              type: 'radio',
              name,
              value,
              checked: store.answers.mode === value,
              data: { testid: `mode-${value}` },
              on: { change: () => store.set({ mode: value }) },
            }),
            icon(iconName),
            h('span', {}, h('b', {}, title), h('span', { class: 'muted' }, text)),
          ),
        ),
      ),
      h('div', { class: 'halves' }, whatHappens(ctx.server), whatStays(ctx.server)),
      earlier,
      everybodysJobs('export', ctx),
    ),
  );
  ctx.foot({ note: 'Nothing is read before you connect' });
  allJobs(ctx.signal).then((jobs) => {
    const draw = () => fill(earlier, jobs.length > 0 && exportsCard(jobs));
    draw();
    onZone(draw, ctx.signal);
  });
}

function whatHappens(server) {
  const place = server.mode === 'server' ? 'this server' : 'this machine';
  return card(
    { title: 'What will happen' },
    h(
      'ol',
      { class: 'numbered card-body' },
      h('li', {}, 'You choose a time range and connect to your VictoriaMetrics. It is only read.'),
      h('li', {}, 'You choose what to gather and which names to hide, and see both before anything is written.'),
      h('li', {}, `The bundle is made on ${place} and searched once more for hidden names.`),
      h('li', {}, 'You look inside, and hand it over yourself.'),
    ),
  );
}

function whatStays(server) {
  return card(
    { title: 'What never leaves' },
    h(
      'ul',
      { class: 'bulleted card-body' },
      h('li', {}, icon('lock'), 'Passwords and tokens: they are never stored, neither here nor in the bundle.'),
      h('li', {}, icon('lock'), 'Instance addresses and job names, unless you say so: they are replaced by tokens.'),
      h('li', {}, icon('lock'), 'The private map that reads tokens back: it is a file of its own, for you.'),
      h('li', {}, icon('lock'), 'The bundle itself: vmgather sends it to nobody. You do.'),
    ),
  );
}

const STATES = { pending: 'waiting', running: 'running', completed: 'bundle ready', failed: 'failed', canceled: 'cancelled' };

function exportsCard(jobs) {
  return card(
    { title: 'Your exports', fact: counted(jobs.length, 'export'), testid: 'jobs' },
    h(
      'ul',
      { class: 'job-list' },
      jobs.slice(0, 8).map((job) =>
        h(
          'li',
          {},
          h('a', { href: `#/export/${encodeURIComponent(job.job_id)}`, data: { testid: 'job-link' } }, job.result?.archive_name || `Export of ${momentInZone(Date.parse(job.started_at))}`),
          h('span', { class: 'muted' }, `${STATES[job.state] ?? job.state}${detail(job)}`),
        ),
      ),
    ),
  );
}

function detail(job) {
  if (job.state === 'running') {
    return `, ${percent(job.progress ?? 0)}`;
  }
  return job.result ? `, ${bytes(job.result.archive_size_bytes)}` : '';
}
