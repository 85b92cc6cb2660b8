import { fill, h, s } from './dom.js';
import { crosshair } from './crosshair.js';
import { niceScale } from './scales.js';

const TOP = 10;
const BOTTOM = 28;
const RIGHT = 10;
const COLOURS = 6;

/**
 * A line plot in SVG, redrawn to its width. A box names the series under the pointer; the arrow
 * keys move it.
 *
 * @typedef {{name: string, points: Array<[number, number|null]>, colour: number}} Series
 * @typedef {{series: Series[], from: number, to: number, ticks: (most: number) => {at: number, label: string}[],
 *     firstLabel: string, lastLabel: string, unit: (value: number, step?: number) => string, base?: number,
 *     when: (x: number) => string, area?: boolean, fromZero?: boolean}} Plot
 * @param {{label: string, height?: number, testid?: string}} options
 * @param {AbortSignal} signal ends the listening
 * @returns {HTMLElement & {draw: (plot: Plot) => void}}
 */
export function lineChart({ label, height = 200, testid }, signal) {
  const svg = s('svg', { height, 'aria-hidden': 'true', focusable: 'false' });
  const host = h(
    'div',
    { class: 'chart', tabindex: '0', role: 'img', 'aria-label': label, data: testid ? { testid } : {}, style: { '--height': `${height}px` } },
    svg,
  );
  const spoken = h('div', { class: 'visually-hidden', 'aria-live': 'polite' });
  const element = h('div', {}, host, spoken);
  let plot;
  let width = 0;
  const pointer = crosshair(host, svg, spoken, signal);

  function redraw() {
    if (!plot || width < 50) {
      return;
    }
    svg.setAttribute('width', width);
    const scale = yScale(plot);
    const labels = scale.ticks.map((value) => plot.unit(value, scale.step));
    const left = Math.max(...labels.map((text) => text.length)) * 6.2 + 12;
    const frame = { left, right: width - RIGHT, top: TOP, bottom: height - BOTTOM };
    const x = (at) => frame.left + ((at - plot.from) / (plot.to - plot.from)) * (frame.right - frame.left);
    const y = (value) => frame.bottom - ((value - scale.low) / (scale.high - scale.low)) * (frame.bottom - frame.top);
    fill(svg, grid(scale, labels, frame, y), xAxis(plot, frame, x, width), plot.series.map((line) => drawn(line, x, y, frame, plot.area)));
    pointer.over({ plot, x, y, frame });
  }

  const observer = new ResizeObserver(([entry]) => {
    width = Math.floor(entry.contentRect.width);
    redraw();
  });
  observer.observe(host);
  signal.addEventListener('abort', () => observer.disconnect());
  element.draw = (next) => {
    plot = next;
    redraw();
  };
  return element;
}

/** From zero where that shows the shape; else the labels tell that it does not start there. */
function yScale({ series, fromZero, base }) {
  let low = Infinity;
  let high = -Infinity;
  series.forEach(({ points }) =>
    points.forEach(([, value]) => {
      if (Number.isFinite(value)) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }),
  );
  if (high === -Infinity) {
    return niceScale(0, 1, base);
  }
  const zero = fromZero || (low >= 0 && low < high * 0.7) || low === high;
  return niceScale(zero ? Math.min(0, low) : low, zero ? Math.max(0, high) : high, base);
}

function grid(scale, labels, frame, y) {
  return scale.ticks.map((value, index) =>
    s(
      'g',
      {},
      s('line', { class: 'grid', x1: frame.left, x2: frame.right, y1: y(value), y2: y(value) }),
      s('text', { class: 'axis-label', x: frame.left - 8, y: y(value) + 4, 'text-anchor': 'end' }, labels[index]),
    ),
  );
}

function xAxis(plot, frame, x, width) {
  const room = 5.8;
  const firstEnd = frame.left + plot.firstLabel.length * room + 16;
  const lastStart = frame.right - plot.lastLabel.length * room - 16;
  const y = frame.bottom + 19;
  const ticks = plot.ticks(width < 480 ? 3 : 6).filter(({ at, label }) => {
    const half = (label.length * room) / 2;
    return x(at) - half > firstEnd && x(at) + half < lastStart;
  });
  return [
    s('text', { class: 'axis-label', x: frame.left, y }, plot.firstLabel),
    ticks.map(({ at, label }) => s('text', { class: 'axis-label', x: x(at), y, 'text-anchor': 'middle' }, label)),
    s('text', { class: 'axis-label', x: frame.right, y, 'text-anchor': 'end' }, plot.lastLabel),
  ];
}

function drawn({ points, colour }, x, y, frame, area) {
  const parts = [];
  let part = [];
  for (const [at, value] of points) {
    if (Number.isFinite(value)) {
      part.push([x(at), y(value)]);
    } else if (part.length > 0) {
      parts.push(part);
      part = [];
    }
  }
  if (part.length > 0) {
    parts.push(part);
  }
  const kind = `plot-${((colour - 1) % COLOURS) + 1}${colour > COLOURS ? ' dashed-line' : ''}`;
  const path = (points_) => points_.map(([px, py], index) => `${index === 0 ? 'M' : 'L'}${px.toFixed(1)} ${py.toFixed(1)}`).join('');
  return parts.map((piece) =>
    piece.length === 1
      ? s('circle', { class: `dot ${kind}`, cx: piece[0][0], cy: piece[0][1], r: 2.2 })
      : [
          area && s('path', { class: 'area', d: `${path(piece)}L${piece.at(-1)[0].toFixed(1)} ${frame.bottom}L${piece[0][0].toFixed(1)} ${frame.bottom}Z` }),
          s('path', { class: `line ${kind}`, d: path(piece) }),
          area && s('circle', { class: `dot ${kind}`, cx: piece.at(-1)[0], cy: piece.at(-1)[1], r: 3 }),
        ],
  );
}
