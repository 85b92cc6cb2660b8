import { fill, h } from '../ui/dom.js';
import { button, field, segments, textInput } from '../ui/controls.js';
import { callout, card, figures } from '../ui/panels.js';
import { counted, duration, span, whole } from '../ui/format.js';
import { rangeBar } from '../ui/range-bar.js';
import { stepHead } from '../ui/shell.js';
import { fromField, momentInZone, onZone, toField, zoneName } from '../ui/zone.js';
import { batchCount, batchSeconds } from '../config.js';
import { store } from '../store.js';

const PRESETS = [['15m', '15 min', 900], ['1h', '1 h', 3600], ['6h', '6 h', 6 * 3600], ['24h', '24 h', 24 * 3600]];
const STALE_MILLIS = 2 * 60 * 1000;
/** Clocks differ by so much. */
const FUTURE_MILLIS = 60 * 1000;

/** The range up to now, on a whole second. */
export function upToNow(preset) {
  const [, , seconds] = PRESETS.find(([key]) => key === preset);
  const end = Math.floor(Date.now() / 1000) * 1000;
  return { preset, start: end - seconds * 1000, end };
}

export function mount(root, ctx) {
  if (!store.answers.range.end) {
    store.set({ range: upToNow('1h') });
  }
  const picture = h('div', { class: 'card-part' });
  const facts = h('div', { class: 'card-part' });
  const custom = h('div', {});
  const future = h('div', { 'aria-live': 'polite' });
  let drawing = new AbortController();

  root.append(
    stepHead('Time range', 'The time that the case is about. A shorter range makes a smaller bundle.'),
    card(
      { testid: 'time-card' },
      h(
        'div',
        { class: 'card-body stack' },
        segments('Range', [...PRESETS.map(([key, label]) => [key, label]), ['custom', 'Custom']], {
          value: store.answers.range.preset,
          onChange: choose,
          testid: 'preset',
        }),
        custom,
        future,
      ),
      picture,
      facts,
    ),
  );
  drawCustom();
  draw();
  onZone(() => {
    drawCustom();
    draw();
  }, ctx.signal);
  ctx.signal.addEventListener('abort', () => drawing.abort());

  function choose(preset) {
    store.set({ range: preset === 'custom' ? { ...store.answers.range, preset } : upToNow(preset) });
    drawCustom();
    draw();
  }

  function drawCustom() {
    const { range } = store.answers;
    if (range.preset !== 'custom') {
      const old = Date.now() - range.end > STALE_MILLIS;
      fill(
        custom,
        h(
          'p',
          { class: 'range-words' },
          h('span', { data: { testid: 'range-text' } }, `${momentInZone(range.start)} to ${momentInZone(range.end)}`),
          old && button('Move to now', { kind: 'plain small-button', iconName: 'again', onClick: () => choose(range.preset), testid: 'to-now' }),
        ),
      );
      return;
    }
    const zoneWords = zoneName(range.end);
    const input = (name, testid) =>
      textInput({ type: 'datetime-local', step: '1', value: toField(range[name]), testid, class: 'input', onInput: readCustom });
    const start = field(`From, in ${zoneWords}`, input('start', 'range-start'));
    const end = field(`Up to, in ${zoneWords}`, input('end', 'range-end'));
    fill(custom, h('div', { class: 'fields times' }, start, end));

    function readCustom() {
      const from = fromField(start.querySelector('input').value);
      const to = fromField(end.querySelector('input').value);
      start.showError(Number.isNaN(from) ? 'A date or a time is missing.' : '');
      end.showError(Number.isNaN(to) ? 'A date or a time is missing.' : from >= to ? 'The end must come after the start.' : '');
      store.set({ range: { preset: 'custom', start: from || 0, end: from < to ? to : 0 } });
      draw();
    }
  }

  function draw() {
    drawing.abort();
    drawing = new AbortController();
    const { range, output } = store.answers;
    const valid = range.end > range.start && range.start > 0;
    ctx.foot({ ready: valid, note: valid ? '' : 'Continue needs a start before an end' });
    facts.hidden = !valid;
    fill(future, valid && range.end > Date.now() + FUTURE_MILLIS && callout('warn', 'The range ends in the future', 'What is there by now is gathered; what comes later is not in this bundle.', { testid: 'future' }));
    if (!valid) {
      fill(picture, h('p', { class: 'muted' }, 'No range yet.'));
      return;
    }
    const seconds = (range.end - range.start) / 1000;
    const batches = batchCount(seconds, output.batch);
    fill(picture, h('h2', { class: 'part-title' }, 'The range, as it is read batch by batch'), rangeBar({ start: range.start, end: range.end, batches, label: 'Time range', testid: 'range-bar' }, drawing.signal));
    fill(
      facts,
      figures(
        [
          ['Length', span(seconds), 'range-length'],
          ['Batches', `${whole(batches)} of ${duration(batchSeconds(seconds, output.batch))}`, 'range-batches'],
          ['Ends', ends(range.end), 'range-ends'],
        ],
      ),
      h('p', { class: 'small muted spaced' }, `${counted(batches, 'batch', 'batches')}: each is fetched, hidden and kept on its own, so that an export that breaks off goes on where it was.`),
    );
  }
}

function ends(end) {
  const ago = (Date.now() - end) / 1000;
  if (ago < 60) {
    return ago < -60 ? `in ${duration(-ago)}` : 'now';
  }
  return `${duration(Math.round(ago / 60) * 60)} ago`;
}
