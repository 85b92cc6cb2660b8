import { h } from '../ui/dom.js';
import { icon } from '../ui/icons.js';
import { callout, card } from '../ui/panels.js';
import { counted, whole } from '../ui/format.js';

const MOST_LABELS = 60;

/** What the last search found; nothing hidden means there was nothing to search for. */
export function leakCallout(result) {
  const report = result.obfuscation;
  if (!result.obfuscation_applied || !report) {
    return callout('warn', 'Nothing was hidden', 'Real instance addresses and job names are in this bundle.', { testid: 'leak-scan' });
  }
  const { checked_label_sets: checked = 0, residual = 0 } = report.leak_scan ?? {};
  const names = Object.values(report.labels ?? {}).reduce((sum, label) => sum + (label.tokens ?? 0), 0);
  if (residual > 0) {
    return callout('bad', `Leak scan: ${counted(residual, 'name')} left`, 'Do not send this bundle.', { testid: 'leak-scan' });
  }
  return callout('ok', 'Leak scan: nothing left', `All ${whole(checked)} label sets were checked against the ${counted(names, 'hidden name')}.`, { testid: 'leak-scan' });
}

/**
 * What was replaced, label by label, what was left out, and what was left on purpose.
 *
 * @param {object|null} report nothing when no label was hidden
 * @param {string[]} dropped labels that were left out
 */
export function replacedCard(report, dropped) {
  if (!report && dropped.length === 0) {
    return null;
  }
  const residue = Object.entries(report?.residue_rewritten ?? {}).sort(([, a], [, b]) => b - a);
  const left = report ? notes(report) : [];
  return card(
    { title: report ? 'What was replaced' : 'What was left out', testid: 'report' },
    h(
      'table',
      { class: 'table' },
      h('caption', { class: 'visually-hidden' }, report ? 'Replaced names by label' : 'Labels that were left out'),
      h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Label'), h('th', { scope: 'col', class: 'number' }, 'Names'))),
      h(
        'tbody',
        {},
        Object.entries(report?.labels ?? {}).map(([label, { tokens }]) => h('tr', { data: { testid: 'report-label' } }, h('td', {}, h('code', {}, label)), h('td', { class: 'number' }, whole(tokens ?? 0)))),
        dropped.map((label) => h('tr', { data: { testid: 'report-dropped' } }, h('td', {}, h('code', { class: 'break' }, label)), h('td', { class: 'number muted' }, 'left out'))),
      ),
      residue.length > 0 &&
        h(
          'tbody',
          {},
          h('tr', {}, h('th', { scope: 'rowgroup', class: 'group plain' }, 'Found in other labels'), h('th', { scope: 'col', class: 'group plain number' }, 'Series')),
          residue.map(([label, hits]) => h('tr', { data: { testid: 'report-residue' } }, h('td', {}, h('code', {}, label)), h('td', { class: 'number' }, whole(hits)))),
        ),
    ),
    report && h('p', { class: 'card-part small muted' }, 'Names: how many different ones got a token. Series: in how many of them a hidden name was found and replaced.'),
    (report?.clear_labels ?? []).length > 0 && inTheClear(report.clear_labels),
    left.length > 0 && h('details', { class: 'raw card-part' }, h('summary', {}, icon('right', 'fold'), 'Left as it was, on purpose'), h('ul', { class: 'left-list small' }, left)),
  );
}

/** What leaves as it is: the person who sends it has to know. */
function inTheClear(labels) {
  return h(
    'details',
    { class: 'raw card-part', data: { testid: 'clear-labels' } },
    h('summary', {}, icon('right', 'fold'), `${counted(labels.length, 'label')} left in the clear`),
    h('p', { class: 'small muted' }, 'Their values are in the bundle as they are in VictoriaMetrics.'),
    h('p', { class: 'label-list' }, labels.slice(0, MOST_LABELS).map((label) => h('code', {}, label)), labels.length > MOST_LABELS && `and ${labels.length - MOST_LABELS} more`),
  );
}

function notes(report) {
  const listed = (title, names) => (names ?? []).length > 0 && h('li', {}, `${title}: `, names.slice(0, 20).map((name) => [h('code', {}, name), ' ']), names.length > 20 && `and ${names.length - 20} more`);
  return [
    ...Object.entries(report.not_hunted ?? {}).map(([why, count]) => h('li', {}, `${whole(count)} not looked for in other labels: ${why.replaceAll('_', ' ')}`)),
    listed('Words that everybody knows', report.public_words),
    listed('Telling metric or label names', report.telltale_names),
    listed('Labels that may want hiding, too', (report.relabelled ?? []).map(String)),
  ].filter(Boolean);
}
