import { fill, h, s } from '../ui/dom.js';
import { counted, whole } from '../ui/format.js';

const HEIGHT = 92;
const BASE = 70;
const TALLEST = 56;

/**
 * How many series have how many labels, against the target's limit.
 *
 * @param {AbortSignal} signal ends the listening
 * @returns {HTMLElement & {show: (bars: Array<{labels: number, series: number}>, limit: number) => void}}
 */
export function labelPicture(signal) {
  const svg = s('svg', { 'aria-hidden': 'true', focusable: 'false', height: HEIGHT });
  const element = h('div', { class: 'label-picture', role: 'img', 'aria-label': '', data: { testid: 'label-picture' } }, svg);
  let bars = [];
  let limit = 0;
  let width = 0;
  const observer = new ResizeObserver(([entry]) => {
    width = Math.floor(entry.contentRect.width);
    draw();
  });
  observer.observe(element);
  signal.addEventListener('abort', () => observer.disconnect());
  element.show = (next, most) => {
    bars = next;
    limit = most;
    draw();
  };
  return element;

  function draw() {
    element.setAttribute('aria-label', spoken());
    if (width < 100 || bars.length === 0) {
      return;
    }
    svg.setAttribute('width', width);
    const highest = Math.max(limit, ...bars.map(({ labels }) => labels));
    const top = highest + Math.max(2, Math.round(highest * 0.08));
    const x = (labels) => 8 + (labels / top) * (width - 16);
    const most = Math.max(...bars.map(({ series }) => series));
    const thick = Math.max(2, Math.min(14, (width - 16) / top - 2));
    fill(
      svg,
      s('line', { class: 'grid', x1: 0, x2: width, y1: BASE, y2: BASE }),
      bars.map(({ labels, series }) => {
        const height = Math.max(3, (series / most) * TALLEST);
        const over = limit > 0 && labels > limit;
        return [
          s('rect', { class: over ? 'over' : 'within', x: x(labels) - thick / 2, y: BASE - height, width: thick, height, rx: 1 }),
          over && s('text', { class: 'over-words', x: x(labels), y: BASE - height - 7, 'text-anchor': 'middle' }, whole(series)),
        ];
      }),
      limit > 0 && [
        s('line', { class: 'limit', x1: x(limit + 0.5), x2: x(limit + 0.5), y1: 8, y2: BASE }),
        s('text', { class: 'limit-words', x: x(limit + 0.5) - 6, y: 16, 'text-anchor': 'end' }, `limit ${limit}`),
      ],
      ticks(top).map((labels) => s('text', { class: 'axis-label', x: x(labels), y: BASE + 16, 'text-anchor': 'middle' }, labels)),
    );
  }

  function spoken() {
    const over = bars.filter(({ labels }) => limit > 0 && labels > limit);
    const within = bars.filter(({ labels }) => !(limit > 0 && labels > limit));
    const sum = (list) => list.reduce((all, { series }) => all + series, 0);
    const most = within.at(-1)?.labels ?? 0;
    const first = `${counted(sum(within), 'series', 'series')} with up to ${counted(most, 'label')}`;
    return over.length > 0 ? `${first}; ${counted(sum(over), 'series', 'series')} over the limit of ${limit}` : `${first}${limit > 0 ? `; the limit is ${limit}` : ''}`;
  }
}

function ticks(top) {
  const step = top > 60 ? 20 : top > 24 ? 10 : 5;
  return Array.from({ length: Math.floor(top / step) + 1 }, (_, index) => index * step);
}
