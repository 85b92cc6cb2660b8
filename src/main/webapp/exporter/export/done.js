import { h } from '../ui/dom.js';
import { button, copyButton } from '../ui/controls.js';
import { icon } from '../ui/icons.js';
import { callout, card, figures } from '../ui/panels.js';
import { bytes, duration, span, whole } from '../ui/format.js';
import { metricPlot } from '../job/metric-plot.js';
import { stepHead } from '../ui/shell.js';
import { momentInZone, onZone } from '../ui/zone.js';
import { sameExport } from './same-export.js';
import { leakCallout, replacedCard } from './report.js';
import { upToNow } from '../steps/time.js';
import { store } from '../store.js';

/** The finished bundle: what it is, what was replaced, a look inside, and the download. */
export function doneView(root, status, ctx) {
  const result = status.result ?? {};
  const sentence = h('span', {});
  const lead = () => {
    const range = result.time_range ?? status.range ?? {};
    const [start, end] = [Date.parse(range.start), Date.parse(range.end)];
    sentence.textContent = `Send this one file to the support team. ${start ? `It holds ${span(Math.round((end - start) / 1000))}${status.description ? ` of ${status.description}` : ''}, to ${momentInZone(end)}.` : ''}`;
  };
  lead();
  onZone(lead, ctx.signal);
  root.append(
    stepHead('Bundle ready', sentence),
    h(
      'div',
      { class: 'columns side-wide' },
      h('div', { class: 'stack' }, fileCard(status, result, ctx.server), ...(result.warnings ?? status.warnings ?? []).map((text) => callout('warn', 'Look at this', text, { testid: 'warning' })), lookInside(ctx), ownExport(ctx.jobId) && sameExport()),
      h('div', { class: 'stack' }, leakCallout(result), replacedCard(result.obfuscation, result.dropped_labels ?? []), mapCard(status, ctx)),
    ),
  );
  ctx.foot({
    back: button('New export', { testid: 'new-export', onClick: () => beginAnew(ctx) }),
    primary: downloadLink(status, result),
    note: bytes(result.archive_size_bytes ?? 0),
  });
  return { update() {} };
}

/** From the first step, with the answers of before and the same length of time up to now. */
function beginAnew(ctx) {
  const { range } = store.answers;
  const again = range.preset === 'custom' && range.end > range.start;
  const end = Math.floor(Date.now() / 1000) * 1000;
  store.set({ range: again ? { ...range, start: end - (range.end - range.start), end } : upToNow(range.preset === 'custom' ? '1h' : range.preset) });
  ctx.go('mode');
}

/** A metric of the finished bundle, read back from it. */
function lookInside({ jobId, signal }) {
  return metricPlot({ title: 'Look inside', fact: 'read back from the bundle', path: 'api/bundle', jobId, waits: 'Reading the bundle’s metrics', none: 'The bundle holds no metric.' }, signal);
}

/** Whether the answers on this page are those of the export that is shown. */
function ownExport(jobId) {
  return store.answers.lastJob === jobId;
}

function downloadLink(status, result) {
  const path = result.download_path || `api/download?path=${encodeURIComponent(result.archive_path ?? '')}`;
  return h('a', { class: 'button primary', href: path, download: result.archive_name ?? '', data: { testid: 'download' } }, 'Download bundle');
}

function fileCard(status, result, server) {
  const path = result.archive_path ?? '';
  const slash = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  const where = server.mode === 'server' || slash < 0 ? null : path.slice(0, slash);
  return card(
    { testid: 'bundle' },
    h(
      'div',
      { class: 'card-body file-head' },
      h('span', { class: 'file-icon' }, icon('file')),
      h(
        'div',
        {},
        h('h2', { class: 'break', data: { testid: 'archive-name' } }, result.archive_name ?? 'Bundle'),
        h('div', { class: 'small muted break' }, h('span', { data: { testid: 'archive-size' } }, bytes(result.archive_size_bytes ?? 0)), where && [' in ', h('code', { data: { testid: 'archive-folder' } }, where), ' ', copyButton('Copy path', () => path, { kind: 'link', testid: 'copy-path' })]),
      ),
    ),
    h(
      'div',
      { class: 'card-part stack' },
      figures([
        ['Series', whole(result.series_exported ?? 0), 'series-exported'],
        ['Samples', whole(result.samples_exported ?? 0), 'samples-exported'],
        ['Lines of JSON', whole(result.metrics_exported ?? 0), 'lines-exported'],
        ['Took', duration(status.elapsed_seconds ?? 0), 'took'],
      ]),
      h(
        'div',
        {},
        h('div', { class: 'small muted' }, 'SHA-256'),
        h('div', { class: 'between' }, h('span', { class: 'mono break sha', data: { testid: 'sha256' } }, result.sha256 ?? ''), copyButton('Copy', () => result.sha256 ?? '', { testid: 'copy-sha256', name: 'Copy the SHA-256' })),
      ),
      result.route && result.route !== 'export' && h('p', { class: 'small muted' }, `Read by ${result.route}.`),
    ),
  );
}

function mapCard(status, ctx) {
  if (!status.result?.map_available) {
    return null;
  }
  return card(
    { title: h('span', { class: 'with-icon' }, icon('lock'), 'Private map'), testid: 'map' },
    h(
      'div',
      { class: 'card-body stack' },
      h('p', { class: 'small muted' }, 'Says which token stands for which name, so that you can read the support team’s answer. Keep it to yourself: it is not in the bundle. ', h('span', { data: { testid: 'map-kept' } }, `Here it is kept for ${duration(ctx.server.limits?.jobs_keep_seconds ?? 1800)}, or until a new session begins.`)),
      h('a', { class: 'button block', href: `api/export/map?id=${encodeURIComponent(ctx.jobId)}`, download: '', data: { testid: 'download-map' } }, icon('download'), h('span', {}, 'Download private map')),
    ),
  );
}

