import { fill, h, uid } from '../ui/dom.js';
import { ApiError, post } from '../ui/api.js';
import { field, textInput } from '../ui/controls.js';
import { callout, card, errorPanel, fact, stoppedWaiting, waiting } from '../ui/panels.js';
import { short, whole } from '../ui/format.js';
import { stepHead } from '../ui/shell.js';
import { fromField, onZone, toField, zoneName } from '../ui/zone.js';
import { importConfig } from '../config.js';
import { bundleCard } from '../preflight/bundle-card.js';
import { stillOver } from '../preflight/labels.js';
import { labelsCard } from '../preflight/labels-card.js';
import { holdsSamples, nothingWords, preflight, rangeOf, runPreflight, samplesOf, targetNow, warningsOf } from '../preflight/preflight.js';
import { lossText, rangePicture } from '../preflight/range-picture.js';
import { lossAt } from '../preflight/shift.js';
import { skippedCard } from '../preflight/skipped-card.js';
import { store } from '../store.js';

const SPEEDS = [[0, 'As fast as the target takes it'], [1_000_000, 'At most 1 M samples/s'], [200_000, 'At most 200 k samples/s'], [50_000, 'At most 50 k samples/s']];

/** Where in time the samples go and which labels stay, with the effect at once; then the start. */
export function mount(root, ctx) {
  let checking = null;
  let starting = false;
  let now = targetNow();
  const lead = h('span', {});
  const trouble = h('div', {});
  const zoneWords = h('span', {});
  const picture = rangePicture(ctx.signal);
  const choices = h('fieldset', { class: 'choices card-part', data: { testid: 'align' } });
  const firstPlace = h('div', {});
  const labels = labelsCard({ onChange: draw }, ctx.signal);
  const side = h('div', { class: 'stack' });
  const content = h(
    'div',
    { class: 'stack' },
    card({ title: 'Time range against the target’s retention', fact: zoneWords, testid: 'range-card' }, h('div', { class: 'card-body' }, picture), choices, firstPlace),
    h('div', { class: 'halves top' }, labels, side),
  );
  root.append(stepHead('Preflight and alignment', lead), h('div', { class: 'stack' }, trouble, content));
  onZone(() => preflight() && drawAll(), ctx.signal);
  if (preflight()) {
    drawAll();
  } else {
    content.hidden = true;
    check(false);
  }

  async function check(full) {
    const mine = new AbortController();
    checking?.abort();
    checking = mine;
    ctx.signal.addEventListener('abort', () => mine.abort());
    fill(trouble, waiting(full ? 'Checking every line' : 'Checking the first lines against the target', { testid: 'checking', onCancel: () => mine.abort() }));
    content.classList.add('stale');
    foot();
    try {
      await runPreflight(full, mine.signal);
      fill(trouble);
    } catch (failure) {
      if (checking !== mine || ctx.signal.aborted) {
        return;
      }
      const stopped = !preflight() && stoppedWaiting(() => check(full));
      fill(trouble, failure instanceof ApiError ? errorPanel(failure, { testid: 'preflight-error', onRetry: () => check(full) }) : stopped);
    }
    checking = checking === mine ? null : checking;
    content.classList.remove('stale');
    if (preflight() && !ctx.signal.aborted) {
      drawAll();
    } else {
      foot();
    }
  }

  function drawAll() {
    const answer = preflight();
    content.hidden = !holdsSamples(answer);
    if (content.hidden) {
      fill(trouble, callout('bad', ...nothingWords(answer), { testid: 'nothing' }));
      foot();
      return;
    }
    now = targetNow();
    fill(lead, answer.analysis_mode === 'full' ? 'Every line of the bundle was checked against the target. ' : 'The first lines of the bundle were checked against the target. ', 'Nothing has been written yet.');
    fill(
      side,
      warningsOf(answer).map((text) => callout('warn', 'Look at this', text, { testid: 'warning' })),
      skippedCard(answer),
      bundleCard({ answer, bundle: store.answers.bundle, onFull: () => check(true) }),
      speedCard(),
    );
    labels.show(answer);
    drawChoices();
    drawFirst();
    if (store.answers.align.kind === 'now') {
      store.set({ align: { ...store.answers.align, shift: shiftOf('now') } });
    }
    draw();
  }

  function shiftOf(kind, first = store.answers.align.first) {
    const { start, end } = rangeOf(preflight());
    if (kind === 'now') {
      // On a whole second, so that the shift reads well and no sample lies ahead.
      return Math.floor((now - end) / 1000) * 1000;
    }
    return kind === 'first' && first > 0 ? first - start : 0;
  }

  function choose(kind) {
    now = targetNow();
    const { start } = rangeOf(preflight());
    const first = store.answers.align.first || start;
    store.set({ align: { kind, first, shift: shiftOf(kind, first) } });
    drawFirst();
    draw();
  }

  function drawChoices() {
    const name = uid('align');
    const { align } = store.answers;
    const notes = { keep: h('span', { class: 'small muted' }), first: h('span', { class: 'small muted' }, 'a time you choose'), now: h('span', { class: 'small muted' }) };
    notes.keep.textContent = verdict(lossAt(preflight(), 0, now));
    notes.now.textContent = verdict(lossAt(preflight(), shiftOf('now'), now));
    fill(
      choices,
      h('legend', { class: 'visually-hidden' }, 'Alignment in time'),
      [['keep', 'Keep the times'], ['first', 'Move the first sample to'], ['now', 'Move the last sample to now']].map(([kind, label]) =>
        h(
          'label',
          { class: 'choice' },
          h('input', { type: 'radio', name, value: kind, checked: align.kind === kind, data: { testid: `align-${kind}` }, on: { change: () => choose(kind) } }),
          h('span', {}, h('span', { class: 'choice-name' }, label), notes[kind]),
        ),
      ),
    );
  }

  function drawFirst() {
    const { align } = store.answers;
    if (align.kind !== 'first') {
      fill(firstPlace);
      return;
    }
    const input = textInput({ type: 'datetime-local', step: '1', class: 'input', testid: 'align-time', value: toField(align.first), onInput: typed });
    const box = field(`First sample at, in ${zoneName(align.first)}`, input);
    fill(firstPlace, h('div', { class: 'card-body first-time' }, box));

    function typed() {
      const first = fromField(input.value);
      box.showError(Number.isNaN(first) ? 'Give a date and a time.' : '');
      if (!Number.isNaN(first)) {
        store.set({ align: { kind: 'first', first, shift: shiftOf('first', first) } });
        draw();
      }
    }
  }

  function draw() {
    const answer = preflight();
    const { start, end } = rangeOf(answer);
    const { shift } = store.answers.align;
    zoneWords.textContent = `times in ${zoneName(now)}`;
    picture.show({
      start,
      end,
      shift,
      now,
      cutoff: answer.retention_cutoff ?? 0,
      retention: answer.target?.retention_text ?? '',
      kept: lossAt(answer, 0, now),
      arriving: lossAt(answer, shift, now),
    });
    foot();
  }

  async function start() {
    if (starting) {
      return;
    }
    starting = true;
    fill(trouble);
    foot();
    try {
      const { job_id: id } = await post('api/upload', { config: importConfig(), bundle_id: store.answers.bundle.bundle_id }, ctx.signal);
      store.confirm('alignment');
      store.set({ lastJob: id });
      store.keepTicket(id, { connection: { ...store.answers.connection } });
      ctx.go(`import/${encodeURIComponent(id)}`);
    } catch (failure) {
      if (failure instanceof ApiError) {
        fill(trouble, errorPanel(failure, { testid: 'start-error' }));
        trouble.scrollIntoView({ block: 'center' });
      }
    }
    starting = false;
    foot();
  }

  function foot() {
    const answer = preflight();
    const ready = answer !== null && holdsSamples(answer) && checking === null && !starting;
    ctx.foot({ ready, label: 'Start import', testid: 'start', onPrimary: start, note: note(answer) });
  }

  function note(answer) {
    if (starting) {
      return 'Starting';
    }
    if (checking) {
      return 'Checking the bundle';
    }
    if (!answer || !holdsSamples(answer)) {
      return 'The start needs a bundle that was checked';
    }
    return sendWords(answer, store.answers, now);
  }
}

function verdict(loss) {
  const lost = loss.old + loss.ahead;
  if (loss.oldMillis === 0 && loss.aheadMillis === 0) {
    return 'nothing is lost';
  }
  return `${loss.exact ? '' : 'about '}${short(lost)} samples would be lost`;
}

/** For targets that others need too. */
function speedCard() {
  const select = h(
    'select',
    { class: 'input', data: { testid: 'speed-limit' }, on: { change: () => store.set({ speed: Number(select.value) }) } },
    SPEEDS.map(([value, words]) => h('option', { value }, words)),
  );
  select.value = String(store.answers.speed);
  return card({ title: 'Speed' }, h('div', { class: 'card-body' }, field('How fast samples are sent', select)));
}

/** How many samples will be sent, and what is not. */
function sendWords(answer, { align, drop }, now) {
  const total = samplesOf(answer);
  const full = answer.analysis_mode === 'full';
  const loss = lossAt(answer, align.shift, now);
  const over = stillOver(answer, drop);
  const lost = loss.old + loss.ahead;
  const problem = lossText(loss) !== '' || over.series > 0;
  if (total === 0) {
    return problem ? fact('warn', 'warn', 'Some samples would be lost') : 'All samples of the bundle will be sent';
  }
  const skipped = (answer.skipped_reasons ?? []).reduce((sum, reason) => sum + (reason.samples ?? 0), 0);
  const sent = Math.max(0, total - lost - (full ? over.points : 0));
  const of = total + (full ? skipped : 0);
  const words = full && loss.exact ? `${whole(sent)} of ${whole(of)} samples will be sent` : `About ${short(sent)} of ${short(total)} samples will be sent`;
  return problem ? fact('warn', 'warn', words) : words;
}
