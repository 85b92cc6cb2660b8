import { fill, h } from '../ui/dom.js';
import { icon } from '../ui/icons.js';
import { button } from '../ui/controls.js';
import { card, figures } from '../ui/panels.js';
import { bytes, counted, duration, percent, span, whole } from '../ui/format.js';
import { rangeBar } from '../ui/range-bar.js';
import { primaryButton, stepHead } from '../ui/shell.js';
import { moment, momentInZone, onZone } from '../ui/zone.js';
import { askCancel } from '../job/cancel.js';
import { events } from '../job/event-list.js';
import { throughput } from '../job/throughput.js';

const STAGES = {
  connecting: 'Connecting to VictoriaMetrics',
  discovering: 'Looking for the series to gather',
  exporting: 'Reading',
  checking: 'Searching all that was written for hidden names once more',
  packing: 'Making the bundle',
  done: 'Done',
};

const REACHED = { discovering: 'Connected', exporting: 'The series are known; reading began', checking: 'All batches are read', packing: 'Nothing hidden was left; the bundle is made' };

/** An export under way: batches, figures, throughput, events, and the way to cancel it. */
export function runningView(root, first, ctx) {
  let status = first;
  let cancelling = false;
  const big = h('b', { class: 'huge', data: { testid: 'percent' } });
  const batches = h('span', { class: 'muted', data: { testid: 'batches' } });
  const left = h('span', { class: 'eta', data: { testid: 'eta' } });
  const barPlace = h('div', { class: 'bar-place' });
  const now = h('div', { class: 'now-line', data: { testid: 'now' } });
  const counters = h('div', { class: 'card-part' });
  const speed = throughput({ key: ctx.jobId, read: (told) => ({ seconds: told.elapsed_seconds ?? 0, samples: told.samples_processed ?? 0, speed: told.samples_per_second ?? 0 }) }, ctx.signal);
  const log = events(REACHED, ctx.signal);
  const ready = h('span', {});
  let bar = null;
  let barFor = '';

  root.append(
    stepHead('Export', lead(first)),
    h(
      'div',
      { class: 'stack' },
      card({ testid: 'progress-card' }, h('div', { class: 'card-body' }, h('div', { class: 'progress-head' }, h('span', {}, big, ' ', batches), left), barPlace, now), counters),
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
    big.textContent = percent(status.progress ?? 0);
    batches.textContent = `${whole(status.completed_batches ?? 0)} of ${counted(status.total_batches ?? 0, 'batch', 'batches')}`;
    fill(left, status.eta_seconds >= 0 ? [h('b', {}, duration(status.eta_seconds)), ' left'] : 'time left not known yet');
    drawBar();
    drawNow();
    fill(
      counters,
      figures(
        [
          ['Samples', whole(status.samples_processed ?? 0), 'samples'],
          ['Lines of JSON', whole(status.metrics_processed ?? 0), 'lines'],
          ['Read', bytes(status.source_bytes ?? 0), 'read'],
          ['Written to the bundle', bytes(status.archive_bytes ?? 0), 'written'],
          ['Running for', duration(Math.floor(status.elapsed_seconds ?? 0)), 'elapsed'],
        ],
        { large: true },
      ),
    );
    speed.show({ elapsedSeconds: status.elapsed_seconds ?? 0, etaSeconds: status.eta_seconds ?? -1, samples: status.samples_processed ?? 0 });
    ready.textContent = status.eta_seconds >= 0 ? `Ready in about ${duration(Math.max(1, Math.round(status.eta_seconds)))}` : 'The bundle is not ready yet';
  }

  function drawBar() {
    const { range } = status;
    const total = status.total_batches ?? 0;
    const key = `${range?.start} ${range?.end} ${total}`;
    if (range?.start && total > 0 && key !== barFor) {
      barFor = key;
      bar = rangeBar({ start: Date.parse(range.start), end: Date.parse(range.end), batches: total, label: 'Progress of the export', progress: true, testid: 'progress' }, ctx.signal);
      fill(barPlace, bar);
    }
    const current = status.current_range?.start && status.stage === 'exporting' ? { start: Date.parse(status.current_range.start), end: Date.parse(status.current_range.end) } : undefined;
    bar?.show({
      done: status.completed_batches ?? 0,
      current,
      text: `${percent(status.progress ?? 0)}, ${batches.textContent}${status.eta_seconds >= 0 ? `, ${duration(status.eta_seconds)} left` : ''}`,
    });
  }

  function drawNow() {
    const stage = STAGES[status.stage] ?? (status.state === 'pending' ? 'Waiting for its turn' : 'Working');
    const range = status.current_range;
    const reading = status.stage === 'exporting' && range?.start ? `Reading ${moment(Date.parse(range.start))} to ${momentInZone(Date.parse(range.end))}` : stage;
    fill(now, h('span', { class: 'with-icon' }, icon('clock'), reading), status.waiting_for && h('span', { class: 'muted', data: { testid: 'waiting-for' } }, `Waiting: ${status.waiting_for}`));
  }

  /** Not at each status: a button that is drawn anew while it is pressed loses the click. */
  function foot() {
    const stop = button(cancelling ? 'Cancelling' : 'Cancel export', { iconName: 'cross', testid: 'cancel', onClick: cancel, 'aria-disabled': cancelling ? 'true' : undefined });
    ctx.foot({
      back: stop,
      primary: primaryButton('Download bundle', { ready: false, testid: 'download' }),
      note: ready,
    });
  }

  function cancel() {
    askCancel('export', ctx.jobId, 'Finished batches stay and can be resumed.', () => {
      cancelling = true;
      foot();
    });
  }
}

function lead(status) {
  const { range } = status;
  const what = range?.start ? `${span(Math.round((Date.parse(range.end) - Date.parse(range.start)) / 1000))}${status.description ? ` of ${status.description}` : ''}, ` : '';
  return `${what}${status.obfuscation_enabled ? 'obfuscated' : 'not obfuscated'}. You may close this page: the export goes on and is found again.`;
}

