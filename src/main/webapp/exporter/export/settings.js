import { debounce, fill, h } from '../ui/dom.js';
import { ApiError, post, stoppable } from '../ui/api.js';
import { button, field, textInput } from '../ui/controls.js';
import { callout, card, errorPanel, fact, stoppedWaiting, waiting } from '../ui/panels.js';
import { bytes, counted, duration, short, span, whole } from '../ui/format.js';
import { stepHead } from '../ui/shell.js';
import { momentInZone } from '../ui/zone.js';
import { exportConfig, hiddenLabels } from '../config.js';
import { sameExport } from './same-export.js';
import { pickFolder } from './folder-picker.js';
import { isRunning } from '../job/job-stream.js';
import { allJobs } from './jobs.js';
import { store } from '../store.js';

const STEPS = [['0', 'All raw samples'], ['10', 'One each 10 s'], ['30', 'One each 30 s'], ['60', 'One each minute'], ['300', 'One each 5 min'], ['3600', 'One each hour']];
const BATCHES = [['auto', 'Automatic'], ['30', '30 s'], ['60', '1 min'], ['300', '5 min'], ['900', '15 min'], ['3600', '1 h'], ['21600', '6 h'], ['single', 'One for all']];

/** Folder, step and batches, the size it will have, and the start. */
export function mountSettings(root, ctx) {
  let starting = false;
  let estimate = null;
  let asking = null;
  const trouble = h('div', {});
  const other = h('div', {});
  const size = h('div', { 'aria-live': 'polite' });
  const folder = folderField();
  const same = sameExport();
  root.append(
    stepHead('Export', lead()),
    h(
      'div',
      { class: 'stack' },
      other,
      trouble,
      h(
        'div',
        { class: 'columns side-right' },
        h('div', { class: 'stack' }, card({ title: 'How' }, h('div', { class: 'card-body stack' }, h('div', { class: 'fields' }, choice('Samples', STEPS, 'step', 'metric-step', Number), choice('Batch', BATCHES, 'batch', 'batch', String)), folder.element)), same),
        card({ title: 'Size and time', testid: 'estimate' }, size),
      ),
    ),
  );
  foot();
  ask();
  allJobs(ctx.signal).then((jobs) => {
    const show = (job, fact, words, testid) => fill(other, callout('info', fact, h('a', { href: `#/export/${job.job_id}` }, words), { testid }));
    const job = jobs.find(isRunning);
    const last = jobs.find(({ job_id: id, state }) => id === store.answers.lastJob && state === 'completed');
    if (job && !ctx.signal.aborted) {
      show(job, 'An export is under way', 'Show it', 'running-job');
    } else if (last && !ctx.signal.aborted) {
      show(last, 'Your last export has its bundle', 'Show the bundle', 'last-job');
    }
  });

  function lead() {
    const { range, selection, mode } = store.answers;
    const what = mode === 'custom' ? 'the query' : counted(selection?.ticked ?? 0, 'job');
    return `${span(Math.round((range.end - range.start) / 1000))} of ${what}, to ${momentInZone(range.end)}, ${hiddenLabels().length > 0 ? 'obfuscated' : 'not obfuscated'}. Nothing has been written yet.`;
  }

  function change(part) {
    store.set({ output: { ...store.answers.output, ...part } });
    same.redraw();
    askSoon();
  }

  function choice(label, options, key, testid, read) {
    const select = h(
      'select',
      { class: 'input', data: { testid }, on: { change: () => change({ [key]: read(select.value) }) } },
      options.map(([value, words]) => h('option', { value }, words)),
    );
    select.value = String(store.answers.output[key]);
    return field(label, select);
  }

  function folderField() {
    const { server } = ctx;
    const input = textInput({ class: 'input mono', testid: 'staging-dir', value: store.answers.output.staging_dir, placeholder: server.default_staging_dir || server.output_dir || '', onInput: () => typed() });
    const pick = button('Choose', { iconName: 'folder', testid: 'pick-folder', onClick: () => pickFolder(input.value || server.default_staging_dir || '', (path) => { input.value = path; typed(); }) });
    // From another machine folders are neither listed nor looked at: their path is typed.
    const after = server.supports_dir_picker === false ? undefined : pick;
    const box = field('Folder for unfinished work', input, { after, hint: server.output_dir ? `The finished bundle lands in ${server.output_dir}.` : undefined });
    const check = debounce(async () => {
      const path = input.value.trim();
      if (path) {
        const answer = await post('api/fs/check', { path, ensure: false }, ctx.signal).catch(() => null);
        if (answer && path === input.value.trim()) {
          // A folder that is missing is made when the export begins.
          box.showError(answer.ok || (answer.can_create && !answer.exists) ? '' : answer.message || 'This folder can’t be written.');
        }
      }
    }, 300);
    const typed = () => {
      box.showError('');
      change({ staging_dir: input.value.trim() });
      if (server.supports_dir_prepare !== false) {
        check();
      }
    };
    return { element: box, showError: box.showError };
  }

  async function ask() {
    asking?.abort();
    const mine = stoppable(ctx.signal);
    asking = mine;
    if (!estimate) {
      fill(size, h('div', { class: 'card-body tall' }, waiting('Asking for the number of samples', { onCancel: () => mine.abort() })));
    } else {
      size.classList.add('stale');
    }
    const wanted = JSON.stringify(store.answers.output);
    try {
      const answer = await post('api/estimate', { config: exportConfig() }, mine.signal);
      if (wanted === JSON.stringify(store.answers.output)) {
        estimate = answer;
        size.classList.remove('stale');
        fill(size, drawEstimate(answer));
      }
    } catch (failure) {
      if (mine === asking && !ctx.signal.aborted) {
        size.classList.remove('stale');
        fill(size, h('div', { class: 'card-body' }, mine.signal.aborted ? stoppedWaiting(ask) : errorPanel(failure, { onRetry: ask, testid: 'estimate-error' })));
      }
    }
    foot();
  }

  const askSoon = debounce(ask, 300);

  async function start() {
    if (starting) {
      return;
    }
    starting = true;
    foot();
    fill(trouble);
    try {
      const answer = await post('api/export/start', exportConfig(), ctx.signal);
      store.confirm('export');
      store.set({ lastJob: answer.job_id });
      store.keepTicket(answer.job_id, { resume_token: answer.resume_token, connection: { ...store.answers.connection } });
      ctx.go(`export/${encodeURIComponent(answer.job_id)}`);
    } catch (failure) {
      if (failure instanceof ApiError) {
        folder.showError(failure.field === 'staging_dir' ? failure.message : '');
        fill(trouble, errorPanel(failure, { testid: 'start-error' }));
        trouble.scrollIntoView({ block: 'center' });
      }
    }
    starting = false;
    foot();
  }

  function foot() {
    const tight = estimate?.disk && estimate.disk.enough === false;
    const note = starting ? 'Starting' : tight ? fact('warn', 'warn', 'The disk may be too small') : hiddenLabels().length === 0 ? fact('warn', 'warn', 'Nothing is hidden: real names will leave') : 'Nothing has been written yet';
    ctx.foot({ ready: !starting, label: 'Start export', testid: 'start', onPrimary: start, note });
  }
}

function drawEstimate(estimate) {
  const { disk } = estimate;
  return [
    h(
      'dl',
      { class: 'pairs first-plain' },
      pair('Series', whole(estimate.series), 'estimate-series'),
      pair('Samples, about', short(estimate.samples), 'estimate-samples'),
      pair('Read, about', bytes(estimate.bytes), 'estimate-read'),
      pair('Bundle, about', bytes(estimate.archive_bytes), 'estimate-bytes'),
      pair('Time, about', duration(Math.max(1, Math.round(estimate.duration_seconds))), 'estimate-time'),
      pair('Batches', `${whole(estimate.batches)} of ${duration(estimate.batch_window_seconds)}`, 'estimate-batches'),
      disk?.free_bytes >= 0 && pair('Free on the disk', bytes(disk.free_bytes), 'estimate-free'),
    ),
    disk?.enough === false && h('div', { class: 'card-part' }, callout('warn', 'The disk may be too small', `About ${bytes(estimate.archive_bytes)} are needed and ${bytes(disk.free_bytes)} are free. Choose another folder, a shorter range or fewer samples.`, { testid: 'disk-warning' })),
    (estimate.warnings ?? []).length > 0 && h('div', { class: 'card-part stack small' }, estimate.warnings.map((text) => fact('warn', 'warn', text))),
  ];
}

function pair(name, value, testid) {
  return h('div', {}, h('dt', {}, name), h('dd', { data: { testid } }, value));
}

