import { fill, h, s } from './dom.js';

const MOST_NAMES = 8;

/**
 * The vertical line over a plot with a box that names each series at that place. The pointer moves
 * it, and the arrow keys do while the plot has the focus; then the box is also read out.
 */
export function crosshair(host, svg, spoken, signal) {
  const box = h('div', { class: 'chart-box', hidden: true });
  host.append(box);
  const layer = s('g', { class: 'cross' });
  let view;
  let at = null;

  function positions() {
    const all = new Set();
    view.plot.series.forEach(({ points }) => points.forEach(([x]) => all.add(x)));
    return [...all].sort((a, b) => a - b);
  }

  function valuesAt(x) {
    return view.plot.series
      .map((line) => ({ line, point: nearest(line.points, x) }))
      .filter(({ point }) => point && Number.isFinite(point[1]))
      .sort((a, b) => b.point[1] - a.point[1]);
  }

  function hide() {
    at = null;
    box.hidden = true;
    layer.replaceChildren();
  }

  function show(x) {
    const found = valuesAt(x);
    if (found.length === 0) {
      hide();
      return;
    }
    at = x;
    const px = view.x(x);
    fill(
      layer,
      s('line', { class: 'cross-line', x1: px, x2: px, y1: view.frame.top, y2: view.frame.bottom }),
      found.map(({ line, point }) =>
        s('circle', { class: `dot plot-${((line.colour - 1) % 6) + 1}`, cx: view.x(point[0]), cy: view.y(point[1]), r: 3.2 }),
      ),
    );
    svg.append(layer);
    fill(
      box,
      h('div', { class: 'small muted' }, view.plot.when(x)),
      found.slice(0, MOST_NAMES).map(({ line, point }) =>
        h(
          'div',
          { class: 'chart-row' },
          h('span', { class: `swatch plot-${((line.colour - 1) % 6) + 1}` }),
          h('span', { class: 'mono chart-name' }, line.name),
          h('b', {}, view.plot.unit(point[1])),
        ),
      ),
      found.length > MOST_NAMES && h('div', { class: 'small muted' }, `and ${found.length - MOST_NAMES} more`),
    );
    box.hidden = false;
    const leftSide = px > (view.frame.left + view.frame.right) / 2;
    box.style.setProperty('left', leftSide ? 'auto' : `${px + 12}px`);
    box.style.setProperty('right', leftSide ? `${svg.clientWidth - px + 12}px` : 'auto');
  }

  host.addEventListener('pointermove', (event) => {
    if (view) {
      const px = event.clientX - svg.getBoundingClientRect().left;
      const { left, right } = view.frame;
      const part = (px - left) / (right - left);
      const x = view.plot.from + Math.max(0, Math.min(1, part)) * (view.plot.to - view.plot.from);
      const all = positions();
      if (all.length > 0) {
        show(all.reduce((best, candidate) => (Math.abs(candidate - x) < Math.abs(best - x) ? candidate : best)));
      }
    }
  }, { signal });
  host.addEventListener('pointerleave', hide, { signal });
  host.addEventListener('blur', hide, { signal });
  host.addEventListener('keydown', (event) => {
    const all = view ? positions() : [];
    if (event.key === 'Escape') {
      hide();
    } else if (all.length > 0 && ['ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(event.key)) {
      event.preventDefault();
      show(all[nextIndex(event, all)]);
      const values = valuesAt(at).slice(0, MOST_NAMES);
      spoken.textContent = `${view.plot.when(at)}: ${values.map(({ line, point }) => `${line.name} ${view.plot.unit(point[1])}`).join(', ')}`;
    }
  }, { signal });

  function nextIndex(event, all) {
    const now = at === null ? (event.key === 'ArrowLeft' ? all.length : -1) : all.indexOf(at);
    const jump = event.shiftKey ? 10 : 1;
    const wanted = { Home: 0, End: all.length - 1, ArrowLeft: now - jump, ArrowRight: now + jump }[event.key];
    return Math.max(0, Math.min(all.length - 1, wanted));
  }

  return {
    over(next) {
      view = next;
      if (at !== null) {
        show(at);
      }
    },
  };
}

function nearest(points, x) {
  let low = 0;
  let high = points.length - 1;
  if (high < 0 || x < points[0][0] || x > points[high][0]) {
    return points.length === 1 && points[0][0] === x ? points[0] : null;
  }
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (points[middle][0] <= x) {
      low = middle;
    } else {
      high = middle;
    }
  }
  return Math.abs(points[low][0] - x) <= Math.abs(points[high][0] - x) ? points[low] : points[high];
}
