import { fill, h } from '../ui/dom.js';
import { get, post, stoppable } from '../ui/api.js';
import { button, segments, tick } from '../ui/controls.js';
import { combobox } from '../ui/combobox.js';
import { card, errorPanel, stoppedWaiting, waiting } from '../ui/panels.js';
import { counted, whole } from '../ui/format.js';
import { lineChart } from '../ui/line-chart.js';
import { timeTicks } from '../ui/scales.js';
import { clock, moment, momentInZone, onZone, zoneName } from '../ui/zone.js';
import { perSecond, shortNames, unitOf } from '../ui/plot-data.js';

const FAVOURITES = ['process_resident_memory_bytes', 'go_goroutines', 'up'];
const LIMIT = 12;
const POINTS = 400;

/**
 * One metric, picked from those of a bundle and plotted.
 *
 * @param {{title: string, fact: string, path: string, jobId: string, waits: string, none: string, signIn?: {missing: () => boolean, body: () => object|undefined, accepted: () => void}|null}} options
 *     `path` answers `metrics` and `series`, with the sign-in where one is needed for them
 * @param {AbortSignal} signal ends it
 */
export function metricPlot({ title, fact, path, jobId, waits, none, signIn = null }, signal) {
  const id = encodeURIComponent(jobId);
  let found = null;
  let kind = 'value';
  let asked = 0;
  const off = new Set();
  const place = h('div', { class: 'plot-place' });
  const legend = h('div', { class: 'legend', role: 'group', 'aria-label': 'Series shown', data: { testid: 'legend' } });
  const note = h('p', { class: 'small muted', data: { testid: 'look-note' } });
  const chart = lineChart({ label: 'Values of the chosen metric over time. Arrow keys read single values.', height: 220, testid: 'look-plot' }, signal);
  const box = combobox({ label: 'Metric', testid: 'look-metric', find, onPick: (metric) => load(metric) });
  const element = card(
    { title, fact, testid: 'look-inside' },
    h(
      'div',
      { class: 'card-body stack' },
      h('div', { class: 'between look-tools' }, box, segments('Shown as', [['value', 'Value'], ['rate', 'Per second']], { value: kind, small: true, hideLegend: true, testid: 'look-kind', onChange: (value) => { kind = value; draw(); } })),
      place,
      legend,
      note,
    ),
  );
  onZone(draw, signal);
  begin();
  return element;

  /** A question whose wait is shown while there is nothing else to see. */
  function question() {
    const mine = stoppable(signal);
    if (!found) {
      fill(place, waiting(waits, { onCancel: () => mine.abort() }));
    }
    return mine;
  }

  async function begin() {
    const mine = question();
    try {
      const { metrics = [] } = await get(`${path}/metrics?id=${id}`, mine.signal);
      const first = FAVOURITES.find((name) => metrics.some((metric) => metric.name === name)) ?? metrics[0]?.name;
      if (first) {
        box.pick(first);
        await load(first, mine);
      } else {
        fill(place, h('p', { class: 'muted' }, none));
      }
    } catch (failure) {
      if (failure.status === 404) {
        // What is gone can't be looked into, and some servers can't look at all.
        element.remove();
      } else {
        failed(failure, begin, mine);
      }
    }
  }

  function failed(failure, retry, mine) {
    if (!signal.aborted) {
      fill(place, mine.signal.aborted ? stoppedWaiting(retry) : errorPanel(failure, { onRetry: retry, testid: 'look-error' }));
    }
  }

  async function find(text) {
    try {
      const answer = await get(`${path}/metrics?id=${id}&search=${encodeURIComponent(text)}`, signal);
      const choices = (answer.metrics ?? []).map((metric) => ({ value: metric.name, note: `${counted(metric.series, 'series', 'series')}, ${whole(metric.samples)} samples` }));
      return { choices, more: answer.truncated ? `${whole(answer.total - choices.length)} more: type to search` : choices.length === 0 ? 'No metric has that in its name' : '' };
    } catch {
      return { choices: [], more: 'The metrics could not be read' };
    }
  }

  async function load(metric, before) {
    if (signIn?.missing()) {
      askForSignIn(metric);
      return;
    }
    const stop = before ?? question();
    asked += 1;
    const mine = asked;
    place.classList.toggle('stale', found !== null);
    try {
      const wanted = `${path}/series?id=${id}&metric=${encodeURIComponent(metric)}&limit=${LIMIT}&points=${POINTS}`;
      const body = signIn?.body();
      const answer = await (body ? post(wanted, body, stop.signal) : get(wanted, stop.signal));
      signIn?.accepted();
      if (mine === asked) {
        found = { metric, total: answer.total_series ?? 0, series: answer.series ?? [] };
        off.clear();
        fill(place, chart);
        place.classList.remove('stale');
        draw();
      }
    } catch (failure) {
      place.classList.remove('stale');
      failed(failure, () => load(metric), stop);
    }
  }

  function askForSignIn(metric) {
    const words = h('p', { class: 'muted', data: { testid: 'look-sign-in' } }, 'The sign-in was forgotten with the end of the import. Give it above.');
    fill(place, h('div', { class: 'stack' }, words, h('div', {}, button('Show the samples', { testid: 'look-show', onClick: () => load(metric) }))));
  }

  function draw() {
    if (!found) {
      return;
    }
    const names = shortNames(found.series.map((series) => series.labels ?? {}));
    const shown = (points) => (kind === 'rate' ? perSecond(points) : points);
    const all = found.series.map((series, index) => ({ name: names[index], colour: index + 1, points: shown(series.points ?? []) }));
    const times = all.flatMap(({ points }) => points.map(([at]) => at));
    const from = Math.min(...times);
    const to = Math.max(...times, from + 1000);
    drawLegend(all);
    note.textContent = found.total > all.length ? `${all.length} of ${counted(found.total, 'series', 'series')} are shown. Points are thinned; peaks stay.` : `${counted(found.total, 'series', 'series')}. Points are thinned where there are many; peaks stay.`;
    if (times.length > 0) {
      const { unit, base } = unitOf(found.metric, kind === 'rate');
      chart.draw({
        series: all.filter((_, index) => !off.has(index)),
        from,
        to,
        ticks: (most) => timeTicks(from, to, most),
        firstLabel: moment(from),
        lastLabel: `${clock(to)} ${zoneName(to)}`,
        unit,
        base,
        when: momentInZone,
      });
    }
  }

  function drawLegend(all) {
    const focused = legend.contains(document.activeElement) ? document.activeElement.dataset.testid : null;
    fill(
      legend,
      all.map(({ name, colour }, index) =>
        h('label', {}, tick(`Show ${name}`, { checked: !off.has(index), testid: `legend-${index}`, onChange: (on) => { on ? off.delete(index) : off.add(index); draw(); } }), h('span', { class: `swatch plot-${((colour - 1) % 6) + 1}` }), h('span', {}, name)),
      ),
    );
    if (focused) {
      legend.querySelector(`[data-testid="${focused}"]`)?.focus();
    }
  }
}
