import { fill, h } from '../ui/dom.js';
import { card } from '../ui/panels.js';
import { duration, short } from '../ui/format.js';
import { lineChart } from '../ui/line-chart.js';
import { elapsedTicks } from '../ui/scales.js';
import { rates } from './rates.js';

const SHORTEST_MILLIS = 5000;

/**
 * The card that draws samples a second over the time since the start. Its right end is the expected
 * end; it widens, never shrinks.
 *
 * @param {Parameters<typeof rates>[0]} history
 */
export function throughput(history, signal) {
  const points = rates(history);
  const words = h('span', { data: { testid: 'speed' } });
  const chart = lineChart({ label: 'Throughput in samples a second over time. Arrow keys read single values.', height: 190, testid: 'throughput' }, signal);
  let longest = SHORTEST_MILLIS;
  return {
    element: card({ title: 'Throughput', fact: words }, h('div', { class: 'card-body' }, chart)),
    add: points.add,

    /** @param {{elapsedSeconds: number, etaSeconds: number, samples: number}} state `etaSeconds` below 0: unknown */
    show({ elapsedSeconds, etaSeconds, samples }) {
      const elapsed = elapsedSeconds * 1000;
      const expected = etaSeconds >= 0 ? elapsed + etaSeconds * 1000 : 0;
      longest = Math.max(longest, elapsed, expected);
      const mean = elapsedSeconds > 0 ? samples / elapsedSeconds : 0;
      fill(words, 'now ', h('b', {}, short(points.points().at(-1)?.[1] ?? 0)), ` samples/s, mean ${short(Math.round(mean))}`);
      chart.draw({
        series: [{ name: 'samples/s', points: points.points(), colour: 1 }],
        from: 0,
        to: longest,
        ticks: (most) => elapsedTicks(longest, most).map(({ at }) => ({ at, label: duration(at / 1000) })),
        firstLabel: '0 s',
        lastLabel: `${duration(Math.round(longest / 1000))}${expected > 0 ? ', expected' : ''}`,
        unit: (value) => short(value),
        when: (at) => `after ${duration(at / 1000)}`,
        area: true,
        fromZero: true,
      });
    },
  };
}
