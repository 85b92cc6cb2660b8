import { fill, h } from '../ui/dom.js';
import { ApiError, post } from '../ui/api.js';
import { icon } from '../ui/icons.js';
import { button } from '../ui/controls.js';
import { callout, card, errorPanel } from '../ui/panels.js';
import { counted, whole } from '../ui/format.js';
import { metricPlot } from '../job/metric-plot.js';
import { primaryButton, stepHead } from '../ui/shell.js';
import { clockSeconds, onZone, zoneName } from '../ui/zone.js';
import { byJobCard } from './by-job.js';
import { differencesCard } from './differences.js';
import { another } from './stopped.js';
import { targetSignIn } from './target-sign-in.js';
import { vmuiAddress } from './vmui.js';
import { besides, isUncompared, isVerified, missingWords, targetWords } from './words.js';

/** What arrived against what was sent; differences first where there are any. */
export function verifiedView(root, status, ctx) {
  const found = status.verification ?? {};
  const good = isVerified(status);
  const uncompared = isUncompared(found);
  const differs = found.state === 'different' && !uncompared;
  const trouble = h('div', {});
  // The running vmgather forgets a sign-in with the import's end; the page may still have it.
  const signIn = status.needs_sign_in ? targetSignIn(status, ctx.jobId, { words: 'Plotting, counting again and clearing the query cache need the sign-in of' }) : null;
  root.append(
    stepHead(good ? 'Import verified' : differs ? 'Something is missing' : uncompared ? 'Sent, but not compared one by one' : 'Sent, but not verified', lead(good, differs, uncompared)),
    h(
      'div',
      { class: 'stack' },
      trouble,
      !good && !differs && callout('warn', uncompared ? 'Not every series could be compared' : 'What arrived could not be counted', found.message || 'The target did not answer.', { testid: 'not-verified' }),
      totalsCard(status, good, ctx.signal),
      besides(found).map((text) => callout('info', 'Also found', text, { testid: 'besides' })),
      (status.warnings ?? []).map((text) => callout('warn', 'Look at this', text, { testid: 'warning' })),
      differencesCard(found),
      signIn?.asks && signIn.element,
      metricPlot({ title: 'As it now answers from the target', fact: targetWords(status), path: 'api/import', jobId: ctx.jobId, waits: 'Asking the target', none: 'No metric was sent.', signIn }, ctx.signal),
      byJobCard(found),
      afterCard(status, ctx, trouble, signIn),
    ),
  );
  foot();
  return { update() {} };

  function foot() {
    const address = vmuiAddress(status);
    ctx.foot({
      back: button('Import another bundle', { testid: 'another', onClick: () => another(ctx) }),
      primary: address
        ? h('a', { class: 'button primary', href: address, target: '_blank', rel: 'noreferrer noopener', data: { testid: 'vmui' } }, h('span', {}, 'Open in vmui'), icon('open'))
        : primaryButton('Open in vmui', { ready: false, testid: 'vmui' }),
      note: address ? '' : 'The target’s vmui is not known',
    });
  }
}

function lead(good, differs, uncompared) {
  if (good) {
    return 'Every sample that was sent now answers from the target.';
  }
  if (uncompared) {
    return 'Everything was sent, and as many samples answer from the target.';
  }
  return differs ? 'Everything was sent, but the target does not answer with all of it.' : 'Everything was sent. The target did not tell what arrived.';
}

function totalsCard(status, good, signal) {
  const found = status.verification ?? {};
  const when = h('span', {});
  const draw = () => {
    const at = Date.parse(status.completed_at ?? '');
    when.textContent = Number.isFinite(at) ? `Checked ${clockSeconds(at)} ${zoneName(at)}` : '';
  };
  draw();
  onZone(draw, signal);
  const uncompared = isUncompared(found);
  const differs = found.state === 'different' && !uncompared;
  const title = good ? `All ${counted(found.samples_found ?? 0, 'sample')} found` : uncompared ? `As many as the ${counted(found.samples_expected ?? 0, 'sample')} that were sent` : differs ? missingWords(found) : `${counted(status.samples_sent ?? 0, 'sample')} sent`;
  return card(
    { title: h('span', { class: 'with-icon', data: { testid: 'verdict' } }, good ? icon('tickCircle', 'ok-icon') : icon('warn', 'warn-icon'), title), fact: when, className: differs ? 'warn-card' : '', testid: 'totals' },
    h('div', { class: 'table-scroll', tabindex: '0', role: 'region', 'aria-label': 'Series and samples' }, totalsTable(status, found)),
  );
}

function totalsTable(status, found) {
  const { summary } = status;
  const all = summary ? summary.total_points + (status.samples_skipped ?? 0) : undefined;
  const rows = [
    ['Series', undefined, undefined, found.series_expected, found.series_found, found.missing_series],
    ['Samples', all, summary && all - summary.points, found.samples_expected ?? status.samples_sent, found.samples_found, found.missing_samples],
  ];
  const told = (value) => (value === undefined || value === null ? '–' : whole(value));
  return h(
    'table',
    { class: 'table totals-table' },
    h('caption', { class: 'visually-hidden' }, 'Series and samples in the bundle, expected and found'),
    h('thead', {}, h('tr', {}, h('td', {}), ['In the bundle', 'Skipped', 'Expected', 'Found', 'Missing'].map((name) => h('th', { scope: 'col', class: 'number' }, name)))),
    h(
      'tbody',
      {},
      rows.map(([name, all, skipped, expected, got, missing]) => {
        const id = name.toLowerCase();
        const gap = missing ?? (got === undefined || expected === undefined ? undefined : Math.max(0, expected - got));
        return h(
          'tr',
          {},
          h('th', { scope: 'row' }, name),
          h('td', { class: 'number muted', data: { testid: `${id}-in-bundle` } }, told(all)),
          h('td', { class: 'number muted', data: { testid: `${id}-skipped` } }, told(skipped)),
          h('td', { class: 'number', data: { testid: `${id}-expected` } }, told(expected)),
          h('td', { class: 'number', data: { testid: `${id}-found` } }, told(got)),
          h('td', { class: `number ${gap > 0 ? 'bad-words' : 'ok-words'}`, data: { testid: `${id}-missing` } }, told(gap)),
        );
      }),
    ),
  );
}

/** What was skipped on purpose, and what can still be done. */
function afterCard(status, ctx, trouble, signIn) {
  const lines = status.lines_skipped ?? 0;
  const samples = status.samples_skipped ?? 0;
  const old = status.summary?.dropped_old ?? 0;
  const words = [
    lines > 0 && `Skipped: ${counted(lines, 'line')}${samples > 0 ? ` with ${counted(samples, 'sample')}` : ''}.`,
    old > 0 && `${counted(old, 'sample')} older than the target keeps were not sent.`,
    'Graphs opened before the import may come from the target’s query cache.',
  ].filter(Boolean).join(' ');
  const said = h('span', { class: 'small muted', role: 'status', data: { testid: 'cache-said' } });
  const ask = (path, doing, done) => async () => {
    fill(trouble);
    said.textContent = doing;
    try {
      await post(`${path}?id=${encodeURIComponent(ctx.jobId)}`, signIn?.body() ?? {});
      said.textContent = done;
      return true;
    } catch (failure) {
      said.textContent = '';
      if (failure instanceof ApiError) {
        signIn?.showError(failure);
        fill(trouble, errorPanel(failure, { testid: 'after-error' }));
        trouble.scrollIntoView({ block: 'center' });
      }
      return false;
    }
  };
  const again = ask('api/import/verify', 'Counting again', '');
  return card(
    { testid: 'after' },
    h(
      'div',
      { class: 'card-body between' },
      h('span', { class: 'small muted after-words' }, words),
      said,
      h(
        'span',
        { class: 'buttons' },
        button('Count again', { kind: 'plain small-button', testid: 'verify-again', onClick: async () => { if (await again()) { ctx.followAgain(); } } }),
        button('Clear the query cache', { kind: 'plain small-button', testid: 'reset-cache', onClick: ask('api/import/reset-cache', 'Clearing it', 'The query cache is cleared') }),
      ),
    ),
  );
}
