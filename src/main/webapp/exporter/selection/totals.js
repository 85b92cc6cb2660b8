import { fill, h } from '../ui/dom.js';
import { icon } from '../ui/icons.js';
import { bar, card } from '../ui/panels.js';
import { bytes, counted, duration, short, whole } from '../ui/format.js';
import { batchCount, batchSeconds } from '../config.js';
import { store } from '../store.js';

/** The card that says how large the bundle will be; follows each tick without a request. */
export function totals() {
  const body = h('div', {});
  const element = card({ title: 'This bundle', className: 'totals', testid: 'totals' }, body);
  /**
   * @param {{series: number, of: number, jobs: string, estimate: object|null, failed: boolean}} state
   */
  element.show = ({ series, of, jobs, estimate, failed }) => {
    const part = of > 0 ? series / of : 0;
    const scaled = (value, words) => (failed ? 'unknown' : estimate ? (series === 0 ? '0' : words(value * scale)) : '…');
    const scale = estimate?.series > 0 ? series / estimate.series : part;
    const { range, output } = store.answers;
    const seconds = (range.end - range.start) / 1000;
    fill(
      body,
      h(
        'div',
        { class: 'card-body' },
        h('p', { class: 'big', 'aria-live': 'polite' }, h('b', { data: { testid: 'total-series' } }, whole(series)), h('span', { class: 'muted' }, ` of ${whole(of)} series`)),
        bar(part),
      ),
      h(
        'dl',
        { class: 'pairs' },
        pair('Jobs', jobs, 'total-jobs'),
        pair('Samples, about', scaled(estimate?.samples, short), 'total-samples'),
        pair('Bundle, about', scaled(estimate?.archive_bytes, bytes), 'total-bytes'),
        pair('Time, about', scaled(estimate?.duration_seconds, (value) => duration(Math.max(1, Math.round(value)))), 'total-time'),
        pair('Batches', `${whole(batchCount(seconds, output.batch))} of ${duration(batchSeconds(seconds, output.batch))}`, 'total-batches'),
      ),
      h('div', { class: 'card-part small muted with-icon top' }, icon('info'), h('span', {}, footnote(estimate, failed))),
    );
  };
  return element;
}

function footnote(estimate, failed) {
  if (failed) {
    return 'The size could not be estimated; the export itself may still work.';
  }
  if (!estimate) {
    return 'Asking for the number of samples.';
  }
  const each = estimate.series > 0 ? `On average ${counted(Math.round(estimate.samples / estimate.series), 'sample')} in each series. ` : '';
  return `${each}${(estimate.warnings ?? []).join(' ')}` || 'Measured on a part of the range.';
}

function pair(name, value, testid) {
  return h('div', {}, h('dt', {}, name), h('dd', { data: { testid } }, value));
}
