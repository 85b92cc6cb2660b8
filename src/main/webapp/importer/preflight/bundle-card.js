import { h } from '../ui/dom.js';
import { icon } from '../ui/icons.js';
import { button } from '../ui/controls.js';
import { card, figures } from '../ui/panels.js';
import { bytes, duration, whole } from '../ui/format.js';
import { momentInZone } from '../ui/zone.js';
import { lengthOf } from './shift.js';
import { holdsSamples, rangeOf, samplesOf, seriesOf } from './preflight.js';

/**
 * What is in the bundle, and how much of it was read to know that.
 *
 * @param {{title?: string, answer: object, bundle: object, onFull?: () => void}} options `onFull` reads every line
 */
export function bundleCard({ title = 'Bundle', answer, bundle, onFull }) {
  const full = answer.analysis_mode === 'full';
  const read = answer.summary.scanned_lines || answer.summary.analyzed_lines || 0;
  const took = answer.elapsed_ms > 0 ? `, ${duration(Math.max(0.1, answer.elapsed_ms / 1000))}` : '';
  const fact = full
    ? `Full check${took}`
    : [read === 1 ? 'First line' : `First ${whole(read)} lines`, onFull && button('Check every line', { kind: 'plain small-button', testid: 'full-check', onClick: onFull })];
  return card(
    { title: h('span', { class: 'with-icon' }, holdsSamples(answer) ? icon('tickCircle', 'ok-icon') : icon('warn'), title), fact: h('span', { class: 'fact-row', data: { testid: 'check-kind' } }, fact), testid: 'bundle-facts' },
    h('div', { class: 'card-body two-figures' }, figures(entries(answer, bundle, full))),
  );
}

function entries(answer, bundle, full) {
  const told = answer.bundle ?? {};
  const { start, end } = rangeOf(answer);
  const series = seriesOf(answer);
  const samples = samplesOf(answer);
  const hidden = told.obfuscated_labels ?? [];
  const unpacked = answer.summary.inflated_bytes ?? 0;
  return [
    ['Range', Number.isFinite(start) ? `${lengthOf(end - start)} to ${momentInZone(end)}` : 'no sample', 'bundle-range'],
    ['Obfuscated', told.manifest === false ? 'no manifest tells' : hidden.length > 0 ? hidden.join(', ') : 'nothing', 'bundle-hidden'],
    ['Series', series > 0 || full ? whole(series) : 'known after a full check', 'bundle-series'],
    ['Samples', samples > 0 || full ? whole(samples) : 'known after a full check', 'bundle-samples'],
    ['Size', `${bytes(bundle.bytes)}${full && unpacked > bundle.bytes ? `, ${bytes(unpacked)} unpacked` : ''}`, 'bundle-size'],
    ['SHA-256', checksum(told, bundle), 'bundle-checksum'],
    ...(told.vmgather_version ? [['Made by', `vmgather ${told.vmgather_version}`, 'bundle-version']] : []),
    ...(answer.timestamp_unit && answer.timestamp_unit !== 'ms' ? [['Times', `in ${answer.timestamp_unit}, sent in ms`, 'bundle-unit']] : []),
  ];
}

function checksum(told, bundle) {
  const digits = h('code', { title: bundle.sha256 ?? '' }, `${(bundle.sha256 ?? '').slice(0, 8)}…`);
  if (told.checksum === 'matches') {
    return [h('span', { class: 'ok-words' }, 'matches'), ' ', digits];
  }
  return [told.checksum === 'absent' ? 'none to compare with ' : '', digits];
}
