import { fill, h } from './dom.js';
import { timeTicks } from './scales.js';
import { clock, moment, momentInZone, onZone, zoneName } from './zone.js';

const MOST_CELLS = 144;
const MOST_CELLS_NARROW = 60;
const NARROW = 560;

/**
 * A time range cut into its batches, with its own axis. As a progress bar: done, being read, to come.
 *
 * @param {{start: number, end: number, batches: number, label: string, progress?: boolean,
 *     testid?: string}} range times in milliseconds
 * @param {AbortSignal} signal ends the listening
 * @returns {HTMLElement & {show: (state: {done: number, current?: {start: number, end: number},
 *     text: string, stopped?: boolean}) => void}}
 */
export function rangeBar({ start, end, batches, label, progress = false, testid }, signal) {
  const cells = h('div', { class: 'cells', 'aria-hidden': 'true' });
  const mark = h('div', { class: 'range-mark', 'aria-hidden': 'true', hidden: true });
  const axis = h('div', { class: 'range-axis', 'aria-hidden': 'true' });
  const element = h('div', { class: 'range-bar', data: testid ? { testid } : {} }, cells, mark, axis);
  if (progress) {
    element.setAttribute('role', 'progressbar');
    element.setAttribute('aria-valuemin', '0');
    element.setAttribute('aria-valuemax', '100');
    element.setAttribute('aria-label', label);
  } else {
    element.setAttribute('role', 'img');
    element.setAttribute('aria-label', `${label}: ${momentInZone(start)} to ${momentInZone(end)}`);
  }
  let state = { done: progress ? 0 : batches };
  let width = 0;

  function drawCells() {
    const count = Math.max(1, Math.min(batches, width < NARROW ? MOST_CELLS_NARROW : MOST_CELLS));
    if (cells.childElementCount !== count) {
      fill(cells, Array.from({ length: count }, () => h('i', {})));
    }
    const doneCells = (state.done / batches) * count;
    const reading = readingCells(count);
    [...cells.children].forEach((cell, index) => {
      const done = index + 1 <= doneCells + 1e-9;
      const now = !done && reading && index >= reading.first && index <= reading.last;
      const kind = done ? 'done' : now ? 'now' : '';
      if (cell.className !== kind) {
        cell.className = kind;
      }
    });
    mark.hidden = !reading;
    if (reading) {
      mark.style.setProperty('--at', `${((reading.first + 0.5) / count) * 100}%`);
    }
  }

  function readingCells(count) {
    if (!state.current) {
      return null;
    }
    const at = (time) => ((time - start) / (end - start)) * count;
    const first = Math.max(0, Math.floor(at(state.current.start) + 1e-6));
    return { first, last: Math.max(first, Math.ceil(at(state.current.end) - 1e-6) - 1) };
  }

  function drawAxis() {
    const room = width < NARROW ? 0.24 : 0.12;
    const ticks = timeTicks(start, end, width < NARROW ? 2 : 6).filter(({ at }) => {
      const part = (at - start) / (end - start);
      return part > room && part < 1 - room;
    });
    fill(
      axis,
      h('span', { class: 'first' }, moment(start)),
      ticks.map(({ at, label: words }) =>
        h('span', { class: 'tick-label', style: { '--at': `${((at - start) / (end - start)) * 100}%` } }, words),
      ),
      h('span', { class: 'last' }, `${clock(end)} ${zoneName(end)}`),
    );
  }

  const observer = new ResizeObserver(([entry]) => {
    width = entry.contentRect.width;
    drawCells();
    drawAxis();
  });
  observer.observe(element);
  signal.addEventListener('abort', () => observer.disconnect());
  onZone(() => {
    drawAxis();
    if (!progress) {
      element.setAttribute('aria-label', `${label}: ${momentInZone(start)} to ${momentInZone(end)}`);
    }
  }, signal);
  element.show = (next) => {
    state = next;
    element.classList.toggle('stopped', next.stopped ?? false);
    if (progress) {
      element.setAttribute('aria-valuenow', String(Math.floor((next.done / batches) * 100)));
      element.setAttribute('aria-valuetext', next.text);
    }
    if (width > 0) {
      drawCells();
    }
  };
  return element;
}
