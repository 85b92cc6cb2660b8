import { fill, h, s } from '../ui/dom.js';
import { duration, short } from '../ui/format.js';
import { timeTicks } from '../ui/scales.js';
import { moment, momentInZone, onZone } from '../ui/zone.js';
import { lengthOf, signed } from './shift.js';

const WIDE = 620;
const LEFT = 128;
const RIGHT = 44;
const BAR = 22;
const GRID_GAP = 44;
const NARROW_GAP = 54;

/**
 * The target's retention and the bundle's range, as exported and as it will arrive, on one line of
 * time. Hatched: would be lost; dashed: where it was.
 *
 * @param {AbortSignal} signal ends the listening
 * @returns {HTMLElement & {show: (view: {start: number, end: number, shift: number, now: number, cutoff: number,
 *     retention: string, kept: object, arriving: object}) => void}} times in milliseconds; `cutoff` 0: not known;
 *     `kept` and `arriving` are the losses at no shift and at `shift`
 */
export function rangePicture(signal) {
  const svg = s('svg', { 'aria-hidden': 'true', focusable: 'false' });
  const element = h('div', { class: 'range-picture', role: 'img', 'aria-label': '', data: { testid: 'range-picture' } }, svg);
  let view;
  let width = 0;
  const observer = new ResizeObserver(([entry]) => {
    width = Math.floor(entry.contentRect.width);
    draw();
  });
  observer.observe(element);
  signal.addEventListener('abort', () => observer.disconnect());
  onZone(draw, signal);
  element.show = (next) => {
    view = next;
    draw();
  };
  return element;

  function draw() {
    if (!view) {
      return;
    }
    element.setAttribute('aria-label', spoken(view));
    if (width < 120) {
      return;
    }
    const wide = width >= WIDE;
    const frame = frameOf(view, width, wide);
    svg.setAttribute('width', width);
    svg.setAttribute('height', frame.height);
    fill(svg, pattern(), backdrop(view, frame), rows(view, frame, wide), nowLine(view, frame), axis(frame, wide));
  }
}

function frameOf({ start, end, shift, now, cutoff }, width, wide) {
  const first = Math.min(start, start + shift);
  const last = Math.max(now, end, end + shift);
  // A retention of years would leave a dot of the bundle: then its band runs out at the left.
  const from = cutoff > 0 && cutoff > first - 2 * (last - first) ? Math.min(first, cutoff) : first;
  const room = Math.max((last - from) * 0.07, 1000);
  const domain = { from: from - room, to: last + (last > now ? room : room * 0.3) };
  const left = wide ? LEFT : 0;
  const right = width - (wide ? RIGHT : 4);
  const gap = wide ? GRID_GAP : NARROW_GAP;
  const top = wide ? 8 : 22;
  const bottom = top + 2 * gap + BAR + 20;
  return {
    ...domain, left, right, gap, top, bottom, height: bottom + 26,
    x: (at) => left + ((Math.max(domain.from, Math.min(domain.to, at)) - domain.from) / (domain.to - domain.from)) * (right - left),
  };
}

function pattern() {
  return s(
    'defs',
    {},
    s('pattern', { id: 'lost', width: 7, height: 7, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' }, s('rect', { class: 'lost-ground', width: 7, height: 7 }), s('rect', { class: 'lost-line', width: 3.2, height: 7 })),
  );
}

function backdrop({ now, cutoff }, frame) {
  if (!(cutoff > 0)) {
    return null;
  }
  const left = frame.x(cutoff);
  return s('rect', { class: 'kept-ground', x: left, y: frame.top - 4, width: Math.max(0, frame.x(now) - left), height: frame.bottom - frame.top });
}

function rows(view, frame, wide) {
  const { start, end, shift } = view;
  const y = (row) => frame.top + row * frame.gap;
  return [
    heading('Target', view.retention || 'retention not known', y(0), wide, frame),
    targetBand(view, frame, y(0)),
    heading('As exported', `${lengthOf(end - start)} to ${moment(end)}`, y(1), wide, frame),
    bar(view, frame, y(1), 0, 'original'),
    lossWords(view, frame, y(1), wide),
    heading('After alignment', shift === 0 ? 'as exported' : `${lengthOf(end - start)} to ${moment(end + shift)}`, y(2), wide, frame),
    shift !== 0 && s('rect', { class: 'was', x: frame.x(start), y: y(2), width: Math.max(3, frame.x(end) - frame.x(start)), height: BAR, rx: 3 }),
    bar(view, frame, y(2), shift, 'arriving'),
    shift !== 0 && arrow(view, frame, y(2), wide),
  ];
}

function heading(name, note, y, wide, frame) {
  if (wide) {
    return [s('text', { class: 'row-title', x: 0, y: y + 10 }, name), s('text', { class: 'row-note', x: 0, y: y + 25 }, note)];
  }
  return s('text', { class: 'row-title', x: frame.left, y: y - 7 }, name, s('tspan', { class: 'row-note', dx: 7 }, note));
}

function targetBand({ now, cutoff, retention }, frame, y) {
  if (!(cutoff > 0)) {
    return s('text', { class: 'row-note', x: frame.left + 8, y: y + 15 }, 'The target does not say how long it keeps data');
  }
  const left = frame.x(cutoff);
  const right = frame.x(now);
  const words = `${retention} kept, from ${moment(cutoff)}`;
  const fits = right - left > words.length * 6.1 + 14;
  return [
    s('rect', { class: 'kept', x: left, y, width: Math.max(2, right - left), height: BAR, rx: 2 }),
    s('text', { class: 'kept-words', x: fits ? left + 10 : right - 6, y: y + 15, 'text-anchor': fits ? 'start' : 'end' }, fits ? words : `${retention} kept`),
  ];
}

/** The range at `shift`, with what of it would be lost hatched. */
function bar({ start, end, cutoff, kept, arriving }, frame, y, shift, kind) {
  const loss = shift === 0 ? kept : arriving;
  const [from, to] = [start + shift, end + shift];
  const left = frame.x(from);
  const width = Math.max(3, frame.x(to) - left);
  const lost = [];
  if (loss.oldMillis > 0) {
    lost.push([from, Math.min(to, cutoff)]);
  }
  if (loss.aheadMillis > 0) {
    lost.push([to - loss.aheadMillis, to]);
  }
  return [
    s('rect', { class: kind, x: left, y, width, height: BAR, rx: 3 }),
    lost.map(([a, b]) => s('rect', { class: 'lost', x: frame.x(a), y, width: Math.max(4, Math.min(width, frame.x(b) - frame.x(a))), height: BAR })),
  ];
}

function lossWords({ end, kept, start }, frame, y, wide) {
  const words = lossText(kept, wide);
  if (!words) {
    return null;
  }
  const size = words.length * 6.2;
  const behind = frame.x(end) + 10;
  const before = frame.x(start) - 10;
  const fits = behind + size < frame.right;
  if (fits || before - size > frame.left) {
    return s('text', { class: 'lost-words', x: fits ? behind : before, y: y + 15, 'text-anchor': fits ? 'start' : 'end' }, words);
  }
  return s('text', { class: 'lost-words', x: frame.right, y: y + BAR + 13, 'text-anchor': 'end' }, words);
}

/** What would be lost, in words; empty when nothing would. */
export function lossText({ old, ahead, oldMillis, aheadMillis, exact }, long = true) {
  const about = exact ? '' : 'about ';
  const parts = [];
  if (oldMillis > 0) {
    parts.push(long ? `${duration(oldMillis / 1000)} are too old and would be dropped: ${about}${short(old)} samples` : `${duration(oldMillis / 1000)} too old`);
  }
  if (aheadMillis > 0) {
    parts.push(long ? `${duration(aheadMillis / 1000)} lie too far ahead: ${about}${short(ahead)} samples` : `${duration(aheadMillis / 1000)} too far ahead`);
  }
  return parts.join('; ');
}

function arrow({ start, end, shift }, frame, y, wide) {
  const ahead = shift > 0;
  const a = ahead ? frame.x(end) + 4 : frame.x(start) - 4;
  const b = ahead ? frame.x(start + shift) - 6 : frame.x(end + shift) + 6;
  const words = wide ? `every sample moves by ${signed(shift)}` : signed(shift);
  const room = Math.abs(b - a);
  if ((ahead && b <= a) || (!ahead && b >= a) || room < 12) {
    return s('text', { class: 'moves-words', x: frame.left, y: y + BAR + 13 }, words);
  }
  const head = ahead ? -6 : 6;
  const fits = room > words.length * 6.2;
  return [
    s('path', { class: 'moves', d: `M${a} ${y + 11}H${b}` }),
    s('path', { class: 'moves-head', d: `M${b + head} ${y + 7}L${b} ${y + 11}L${b + head} ${y + 15}` }),
    fits
      ? s('text', { class: 'moves-words', x: (a + b) / 2, y: wide ? y + 4 : y + BAR + 13, 'text-anchor': 'middle' }, words)
      : s('text', { class: 'moves-words', x: Math.max(frame.left + words.length * 6.2, Math.max(a, b)), y: y + BAR + 13, 'text-anchor': 'end' }, words),
  ];
}

function nowLine({ now }, frame) {
  const x = frame.x(now);
  const space = frame.right + RIGHT - x > 34 && frame.left > 0;
  return [
    s('line', { class: 'now-mark', x1: x, x2: x, y1: frame.top - 12, y2: frame.bottom }),
    s('text', { class: 'now-words', x: space ? x + 6 : x - 5, y: space ? frame.top + 14 : frame.top - 10, 'text-anchor': space ? 'start' : 'end' }, 'now'),
  ];
}

function axis(frame, wide) {
  const ticks = timeTicks(frame.from, frame.to, wide ? 9 : 4).filter(({ at }) => frame.x(at) > frame.left + 16 && frame.x(at) < frame.right - 12);
  return [
    s('line', { class: 'grid', x1: frame.left, x2: frame.right, y1: frame.bottom, y2: frame.bottom }),
    ticks.map(({ at, label }) => [
      s('line', { class: 'grid', x1: frame.x(at), x2: frame.x(at), y1: frame.bottom, y2: frame.bottom + 4 }),
      s('text', { class: 'axis-label', x: frame.x(at), y: frame.bottom + 18, 'text-anchor': 'middle' }, label),
    ]),
  ];
}

function spoken({ start, end, shift, now, cutoff, retention, kept, arriving }) {
  const target = cutoff > 0 ? `The target keeps ${retention}, from ${momentInZone(cutoff)} to now, ${momentInZone(now)}.` : 'The target does not say how long it keeps data.';
  const was = `The bundle holds ${momentInZone(start)} to ${momentInZone(end)}${lossText(kept) ? `; ${lossText(kept)}` : ''}.`;
  const will = shift === 0 ? 'Times are kept.' : `Every sample moves by ${signed(shift)}, to ${momentInZone(start + shift)} to ${momentInZone(end + shift)}${lossText(arriving) ? `; ${lossText(arriving)}` : '; nothing would be lost'}.`;
  return `${target} ${was} ${will}`;
}
