import { h } from '../ui/dom.js';
import { icon } from '../ui/icons.js';
import { card } from '../ui/panels.js';
import { counted, whole } from '../ui/format.js';

const AT_FIRST = 8;

/** The lines that can't be sent, with number and reason. */
export function skippedCard(answer) {
  const { summary } = answer;
  const lines = summary.skipped_lines ?? 0;
  const read = summary.scanned_lines || summary.analyzed_lines || 0;
  const all = answer.analysis_mode === 'full';
  const of = all ? `of ${whole(read)}` : `of the first ${whole(read)}`;
  if (lines === 0) {
    return card({ title: titled('tickCircle', 'ok-icon', all ? 'No line will be skipped' : 'No bad line so far'), fact: of, testid: 'skipped' });
  }
  const list = answer.skipped ?? [];
  const reasons = answer.skipped_reasons ?? [];
  return card(
    { title: titled('warn', 'warn-icon', `${counted(lines, 'line')} will be skipped`), fact: of, testid: 'skipped' },
    reasons.length > 1 && table('Lines that are skipped, by reason', ['Lines', 'Why', 'Samples'], reasons.map((row) => [whole(row.lines), row.reason, whole(row.samples ?? 0)])),
    list.length > 0 && table('Lines that are skipped', ['Line', 'Why', 'Samples'], list.slice(0, AT_FIRST).map((row) => [whole(row.line), row.reason, whole(row.samples ?? 0)])),
    list.length > AT_FIRST &&
      h(
        'details',
        { class: 'raw card-part' },
        h('summary', {}, icon('right', 'fold'), `${counted(list.length - AT_FIRST, 'further line')}${lines > list.length ? ` of ${whole(lines - AT_FIRST)}` : ''}`),
        table('Further lines that are skipped', ['Line', 'Why', 'Samples'], list.slice(AT_FIRST).map((row) => [whole(row.line), row.reason, whole(row.samples ?? 0)])),
      ),
  );
}

function titled(iconName, kind, words) {
  return h('span', { class: 'with-icon' }, icon(iconName, kind), words);
}

function table(caption, [number, why, samples], rows) {
  return h(
    'table',
    { class: 'table skipped-table' },
    h('caption', { class: 'visually-hidden' }, caption),
    h('thead', {}, h('tr', {}, h('th', { scope: 'col', class: 'number' }, number), h('th', { scope: 'col' }, why), h('th', { scope: 'col', class: 'number' }, samples))),
    h('tbody', {}, rows.map((row) => h('tr', { data: { testid: 'skipped-line' } }, h('td', { class: 'number' }, row[0]), h('td', { class: 'break' }, row[1]), h('td', { class: 'number' }, row[2])))),
  );
}
