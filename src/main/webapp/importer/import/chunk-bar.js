import { fill, h } from '../ui/dom.js';

const MOST = 144;
const MOST_NARROW = 60;
const NARROW = 560;

/**
 * The import cut into its chunks: sent, being sent, to come. It is the progress bar.
 *
 * @param {AbortSignal} signal ends the listening
 * @returns {HTMLElement & {show: (state: {part: number, of: number, text: string, busy?: boolean}) => void}}
 *     `part` 0 to 1, `of` chunks
 */
export function chunkBar(label, signal) {
  const cells = h('div', { class: 'cells', 'aria-hidden': 'true' });
  const element = h('div', { class: 'range-bar', role: 'progressbar', 'aria-valuemin': '0', 'aria-valuemax': '100', 'aria-label': label, data: { testid: 'progress' } }, cells);
  let width = 0;
  let state = { part: 0, of: 1, text: '' };
  const observer = new ResizeObserver(([entry]) => {
    width = entry.contentRect.width;
    draw();
  });
  observer.observe(element);
  signal.addEventListener('abort', () => observer.disconnect());
  element.show = (next) => {
    state = next;
    element.setAttribute('aria-valuenow', String(Math.floor(next.part * 100)));
    element.setAttribute('aria-valuetext', next.text);
    element.classList.toggle('stopped', next.busy === false);
    draw();
  };
  return element;

  function draw() {
    const count = Math.max(1, Math.min(state.of, width > 0 && width < NARROW ? MOST_NARROW : MOST));
    if (cells.childElementCount !== count) {
      fill(cells, Array.from({ length: count }, () => h('i', {})));
    }
    const done = Math.floor(state.part * count + 1e-9);
    [...cells.children].forEach((cell, index) => {
      const kind = index < done ? 'done' : index === done && state.busy !== false && state.part < 1 ? 'now' : '';
      if (cell.className !== kind) {
        cell.className = kind;
      }
    });
  }
}
