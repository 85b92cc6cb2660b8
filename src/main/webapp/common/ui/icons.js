import { s } from './dom.js';

/** Stroke paths on a grid of 16 by 16. */
const PATHS = {
  tick: 'M3 8.5 6.5 12 13 4.5',
  cross: 'M4 4l8 8M12 4l-8 8',
  tickCircle: 'M8 1.7a6.3 6.3 0 1 0 0 12.6A6.3 6.3 0 0 0 8 1.7M5.3 8.2l1.9 1.9 3.5-3.9',
  crossCircle: 'M8 1.7a6.3 6.3 0 1 0 0 12.6A6.3 6.3 0 0 0 8 1.7M6 6l4 4M10 6l-4 4',
  info: 'M8 1.7a6.3 6.3 0 1 0 0 12.6A6.3 6.3 0 0 0 8 1.7M8 7.3v3.6M8 5v.2',
  warn: 'M8 2.2 1.5 13.5h13zM8 6.5v3.2M8 11.6v.2',
  clock: 'M8 1.7a6.3 6.3 0 1 0 0 12.6A6.3 6.3 0 0 0 8 1.7M8 4.6V8l2.2 1.6',
  down: 'M4 6.2 8 10.2l4-4',
  right: 'M6.2 4l4 4-4 4',
  arrow: 'M2.5 8h11M9.5 4l4 4-4 4',
  up: 'M8 13V3.5M4 7.2 8 3.2l4 4',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M10.4 10.4 14 14',
  again: 'M13.2 6.5A5.6 5.6 0 1 0 13.6 9M13.6 2.8v3.9H9.7',
  eye: 'M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8M8 6.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6',
  copy: 'M6 5.5h7.2v8H6zM3.5 10.5H2.8v-8H10v.8',
  download: 'M8 2.5v7.5M4.6 7 8 10.3 11.4 7M2.8 13.3h10.4',
  upload: 'M8 10.5V3M4.6 6 8 2.7 11.4 6M2.8 13.3h10.4',
  open: 'M6.5 3H3v10h10V9.5M9 3h4v4M13 3 7.5 8.5',
  file: 'M4 2h5.2L12.2 5v9H4zM9 2.2v3.2h3',
  folder: 'M1.8 4h4.4l1.3 1.6h6.7v7.2H1.8z',
  lock: 'M3.5 7.2h9v6.3h-9zM5.4 7V5.1a2.6 2.6 0 0 1 5.2 0V7',
  shield: 'M8 1.8 13 3.5v4c0 3.2-2.1 5.5-5 6.7-2.9-1.2-5-3.5-5-6.7v-4zM5.8 7.9l1.6 1.6 2.9-3.1',
  machine: 'M2 3h12v7.6H2zM5.8 13.4h4.4',
  cluster: 'M2.2 3h11.6v3.6H2.2zM2.2 9.4h11.6V13H2.2zM4.6 4.8h.1M4.6 11.2h.1',
  query: 'M5.5 2.5C3.8 2.5 4.6 8 2.5 8c2.1 0 1.3 5.5 3 5.5M10.5 2.5c1.7 0 .9 5.5 3 5.5-2.1 0-1.3 5.5-3 5.5',
};

/** A decorative 16 px icon; the word stands beside it or in a label. */
export function icon(name, className = '') {
  return s(
    'svg',
    {
      class: `icon ${className}`,
      viewBox: '0 0 16 16',
      width: 16,
      height: 16,
      'aria-hidden': 'true',
      focusable: 'false',
    },
    s('path', { d: PATHS[name] }),
  );
}

/** An open circle for what was not reached. */
export function openCircle() {
  return s(
    'svg',
    { class: 'icon dashed', viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': 'true' },
    s('circle', { cx: 8, cy: 8, r: 6.3 }),
  );
}
