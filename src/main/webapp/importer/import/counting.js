import { fill, h } from '../ui/dom.js';
import { button } from '../ui/controls.js';
import { callout, card, figures, waiting } from '../ui/panels.js';
import { whole } from '../ui/format.js';
import { primaryButton, stepHead } from '../ui/shell.js';
import { askCancel } from '../job/cancel.js';
import { chunkBar } from './chunk-bar.js';
import { another } from './stopped.js';
import { foundPart, pollingWords, targetWords } from './words.js';

/** All is sent; the target is asked what it has, again and again until it answers with all of it. */
export function countingView(root, first, ctx) {
  const words = h('div', {});
  const bar = chunkBar('Samples found', ctx.signal);
  const numbers = h('div', { class: 'card-part' });
  const trouble = h('div', {});
  const cancel = button('Cancel counting', { kind: 'plain small-button', iconName: 'cross', testid: 'cancel', onClick: askToCancel });
  root.append(
    stepHead('Verification', `All was sent to ${targetWords(first)}. What it now answers is counted against the bundle.`),
    h('div', { class: 'stack' }, trouble, card({ testid: 'counting' }, h('div', { class: 'card-body stack' }, h('div', { class: 'between' }, words, cancel), bar), numbers)),
  );
  ctx.foot({
    back: button('Import another bundle', { testid: 'another', onClick: () => another(ctx) }),
    primary: primaryButton('Open in vmui', { ready: false, testid: 'vmui' }),
    note: 'New samples are searchable some seconds after they were sent',
  });
  update(first);
  return { update };

  function update(status) {
    const found = status.verification ?? {};
    const text = pollingWords(found);
    if (words.textContent !== text) {
      fill(words, waiting(text, { testid: 'polling' }));
    }
    bar.show({ part: foundPart(status), of: 100, text });
    fill(numbers, figures([
      ['Samples found', whole(found.samples_found ?? 0), 'samples-found'],
      ['Samples expected', found.samples_expected > 0 ? whole(found.samples_expected) : whole(status.samples_sent ?? 0), 'samples-expected'],
      ['Series found', whole(found.series_found ?? found.series_seen ?? 0), 'series-found'],
      ['Asked', `${whole(found.polls ?? 0)} times`, 'polls'],
    ], { large: true }));
    fill(trouble, status.waiting_for && callout('warn', 'The target does not answer just now', status.waiting_for));
  }

  function askToCancel() {
    askCancel('import', ctx.jobId, 'Everything was sent and stays in the target. It can be counted again.', () => {
      cancel.setAttribute('aria-disabled', 'true');
      cancel.querySelector('span').textContent = 'Cancelling';
    });
  }
}
