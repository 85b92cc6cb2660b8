import { fill, h } from '../ui/dom.js';
import { icon } from '../ui/icons.js';
import { button } from '../ui/controls.js';
import { card, figures } from '../ui/panels.js';
import { bytes, counted, duration, percent, whole } from '../ui/format.js';
import { primaryButton, stepHead } from '../ui/shell.js';
import { onZone } from '../ui/zone.js';
import { askCancel } from '../job/cancel.js';
import { events } from '../job/event-list.js';
import { throughput } from '../job/throughput.js';
import { moved } from '../preflight/shift.js';
import { chunkBar } from './chunk-bar.js';
import { partOf, targetWords } from './words.js';

const STAGES = { queued: 'Waiting for its turn', reading: 'Opening the bundle', sending: 'Sending', verifying: 'Counting what arrived', done: 'Done' };
const REACHED = { reading: 'The bundle is opened', sending: 'The bundle is fine; sending began', verifying: 'All chunks were taken' };

/** An import under way: chunks, figures, throughput, events, and the way to cancel it. */
export function runningView(root, first, ctx) {
  let status = first;
  let cancelling = false;
  const big = h('b', { class: 'huge', data: { testid: 'percent' } });
  const chunks = h('span', { class: 'muted', data: { testid: 'chunks' } });
  const left = h('span', { class: 'eta', data: { testid: 'eta' } });
  const bar = chunkBar('Progress of the import', ctx.signal);
  const now = h('div', { class: 'now-line', data: { testid: 'now' } });
  const counters = h('div', { class: 'card-part' });
  const speed = throughput({ key: ctx.jobId, read: (told) => ({ seconds: told.elapsed_seconds ?? 0, samples: told.samples_sent ?? 0, speed: told.samples_per_second ?? 0 }) }, ctx.signal);
  const log = events(REACHED, ctx.signal);
  const ready = h('span', {});
  root.append(
    stepHead('Import', lead(first)),
    h(
      'div',
      { class: 'stack' },
      card({ testid: 'progress-card' }, h('div', { class: 'card-body' }, h('div', { class: 'progress-head' }, h('span', {}, big, ' ', chunks), left), bar, now), counters),
      speed.element,
      log.element,
    ),
  );
  onZone(() => update(status), ctx.signal);
  update(first);
  foot();
  return { update };

  function update(next) {
    status = next;
    speed.add(status);
    log.take(status);
    const part = partOf(status);
    const eta = status.eta_seconds ?? -1;
    big.textContent = percent(part);
    chunks.textContent = status.chunks_total > 0 ? `${whole(status.chunks_completed ?? 0)} of ${counted(status.chunks_total, 'chunk')}` : counted(status.chunks_completed ?? 0, 'chunk');
    fill(left, eta >= 0 ? [h('b', {}, duration(eta)), ' left'] : 'time left not known yet');
    bar.show({ part, of: status.chunks_total || 100, text: `${percent(part)}, ${chunks.textContent}${eta >= 0 ? `, ${duration(eta)} left` : ''}` });
    fill(now, h('span', { class: 'with-icon' }, icon('clock'), STAGES[status.stage] ?? 'Working'), status.waiting_for && h('span', { class: 'muted', data: { testid: 'waiting-for' } }, `Waiting: ${status.waiting_for}`));
    fill(counters, figures(entries(status), { large: true }));
    speed.show({ elapsedSeconds: status.elapsed_seconds ?? 0, etaSeconds: eta, samples: status.samples_sent ?? 0 });
    ready.textContent = eta >= 0 ? `Sent in about ${duration(Math.max(1, Math.round(eta)))}, then counted` : 'What arrives is counted at the end';
  }

  /** Not at each status: a button that is drawn anew while it is pressed loses the click. */
  function foot() {
    ctx.foot({
      back: button(cancelling ? 'Cancelling' : 'Cancel import', { iconName: 'cross', testid: 'cancel', onClick: cancel, 'aria-disabled': cancelling ? 'true' : undefined }),
      primary: primaryButton('Open in vmui', { ready: false, testid: 'vmui' }),
      note: ready,
    });
  }

  function cancel() {
    askCancel('import', ctx.jobId, 'Samples that were sent stay in the target. The import can be resumed behind them.', () => {
      cancelling = true;
      foot();
    });
  }
}

function entries(status) {
  const skipped = status.lines_skipped ?? status.summary?.skipped_lines ?? 0;
  return [
    ['Samples sent', whole(status.samples_sent ?? 0), 'samples'],
    ['Sent', bytes(status.bytes_sent ?? 0), 'sent'],
    ['Lines skipped', whole(skipped), 'lines-skipped'],
    ['Running for', duration(Math.floor(status.elapsed_seconds ?? 0)), 'elapsed'],
  ];
}

function lead(status) {
  const what = [status.bundle_name ?? 'The bundle', `to ${targetWords(status)}`].join(' ');
  const shift = status.time_shift_ms ? `, ${moved(status.time_shift_ms).toLowerCase()}` : '';
  return `${what}${shift}. You may close this page: the import goes on and is found again.`;
}
