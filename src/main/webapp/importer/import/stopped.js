import { fill, h } from '../ui/dom.js';
import { ApiError, post } from '../ui/api.js';
import { button } from '../ui/controls.js';
import { openDialog } from '../ui/dialog.js';
import { signInRefused } from '../connection/ask-again.js';
import { callout, card, errorPanel, figures } from '../ui/panels.js';
import { bytes, percent, whole } from '../ui/format.js';
import { primaryButton, stepHead } from '../ui/shell.js';
import { store } from '../store.js';
import { chunkBar } from './chunk-bar.js';
import { isSent } from './jobs.js';
import { targetSignIn, ticketOf } from './target-sign-in.js';
import { vmuiAddress } from './vmui.js';
import { foundPart, partOf, targetWords } from './words.js';

const SENDING = {
  cancelled: 'Import cancelled',
  failed: 'Import stopped',
  left: 'The rest of the bundle was not sent.',
  lead: (target) => `What was sent to ${target} is there. Resume goes on behind it.`,
  again: 'Resume import',
  beginning: 'Resuming',
  hint: 'See that the target is well, then resume.',
  lost: 'The uploaded bundle is deleted here, so the import can’t be resumed. Samples that were sent stay in the target.',
};

const COUNTING = {
  cancelled: 'Counting cancelled',
  failed: 'Counting stopped',
  left: 'What arrived was not counted to the end.',
  lead: (target) => `Everything was sent to ${target}. Whether all of it arrived is not known.`,
  again: 'Count again',
  beginning: 'Beginning to count',
  hint: 'See that the target is well, then count again.',
  lost: 'The uploaded bundle is deleted here, so what arrived can’t be counted any more. Samples that were sent stay in the target.',
};

/** A failed, cancelled or cut-off import: what happened, and how it can go on. */
export function stoppedView(root, first, ctx) {
  const cancelled = first.state === 'canceled';
  const counting = isSent(first);
  const words = counting ? COUNTING : SENDING;
  const trouble = h('div', {});
  const refused = signInRefused(first.error_detail, ticketOf(first, ctx.jobId).connection);
  // The running vmgather still has the sign-in for a while; it is asked for later, after a restart, or when it was refused.
  const connection = first.resume_ready && (refused || first.needs_sign_in) ? targetSignIn(first, ctx.jobId, { refused }) : null;
  root.append(
    stepHead(cancelled ? words.cancelled : words.failed, lead(first, words)),
    h('div', { class: 'stack' }, trouble, reason(first, words), counting ? counted(first, ctx.signal) : sent(first, ctx.signal), connection?.element),
  );
  foot();
  return { update() {} };

  function foot(busy = false) {
    if (!first.resume_ready) {
      ctx.foot({ back: null, primary: primaryButton('Import another bundle', { ready: true, testid: 'another', onClick: () => another(ctx) }), note: '' });
      return;
    }
    ctx.foot({
      back: button('Discard', { testid: 'discard', onClick: askDiscard }),
      primary: primaryButton(words.again, { ready: !busy, testid: 'resume', onClick: resume }),
      note: busy ? words.beginning : counting ? 'Nothing is sent again' : `Goes on behind ${bytes(first.resume_offset ?? 0)}`,
    });
  }

  async function resume() {
    foot(true);
    fill(trouble);
    try {
      await post(`api/import/resume?id=${encodeURIComponent(ctx.jobId)}`, connection?.body() ?? {});
      connection?.accepted();
      ctx.followAgain();
    } catch (failure) {
      if (failure instanceof ApiError) {
        if (failure.field === 'config' && !connection) {
          // Since the page was shown the sign-in was forgotten: shown again, it asks for it.
          ctx.followAgain();
          return;
        }
        connection?.showError(failure);
        fill(trouble, errorPanel(failure, { testid: 'resume-error' }));
      }
      foot();
    }
  }

  function askDiscard() {
    openDialog({
      title: 'Discard this import?',
      testid: 'discard-dialog',
      confirm: 'Discard',
      cancel: 'Keep it',
      content: [h('p', {}, words.lost)],
      onConfirm: async () => {
        try {
          await post('api/import/discard', { job_id: ctx.jobId });
          store.dropTicket(ctx.jobId);
          another(ctx);
        } catch (failure) {
          fill(trouble, errorPanel(failure));
        }
      },
    });
  }
}

/** Back to the bundle, with the same target. */
export function another(ctx) {
  store.set({ bundle: null, checked: null, drop: [], align: { kind: 'keep', first: 0, shift: 0 }, confirmed: store.answers.confirmed.filter((step) => step === 'connection') });
  ctx.go('bundle');
}

function lead(status, words) {
  if (!status.resume_ready) {
    return 'It can’t be resumed. Samples that were sent stay in the target.';
  }
  return words.lead(targetWords(status));
}

function reason(status, words) {
  if (status.state === 'canceled') {
    return callout('info', 'It was cancelled', words.left, { testid: 'cancelled' });
  }
  const detail = status.error_detail ?? {};
  const error = ApiError.of({ ...detail, error: detail.error || status.error || 'The import stopped' });
  error.hint ||= words.hint;
  return card({}, h('div', { class: 'card-body' }, errorPanel(error, { testid: 'job-error' })));
}

/** After a restart it is known how far it came, not in how many chunks and samples. */
function sent(status, signal) {
  const restarted = status.resume_offset > 0 && !(status.chunks_completed > 0);
  const bar = chunkBar('Progress when it stopped', signal);
  bar.show({ part: partOf(status), of: status.chunks_total || 100, text: percent(partOf(status)), busy: false });
  return card(
    { title: 'How far it came', testid: 'kept' },
    h('div', { class: 'card-body' }, bar),
    h(
      'div',
      { class: 'card-part' },
      figures([
        ...(restarted
          ? [['Of the bundle', status.inflated_bytes > 0 ? `${bytes(status.resume_offset)} of ${bytes(status.inflated_bytes)}` : bytes(status.resume_offset), 'sent']]
          : [
              ['Chunks', status.chunks_total > 0 ? `${whole(status.chunks_completed ?? 0)} of ${whole(status.chunks_total)}` : whole(status.chunks_completed ?? 0), 'chunks'],
              ['Samples sent', whole(status.samples_sent ?? 0), 'samples'],
              ['Sent', bytes(status.bytes_sent ?? 0), 'sent'],
            ]),
        ['Bundle', status.bundle_name ?? '', 'bundle-name'],
      ]),
    ),
  );
}

/** What was found until counting stopped. */
function counted(status, signal) {
  const found = status.verification ?? {};
  const any = found.samples_expected > 0;
  const bar = any && chunkBar('Samples found when it stopped', signal);
  bar && bar.show({ part: foundPart(status), of: 100, text: percent(foundPart(status)), busy: false });
  const address = vmuiAddress(status);
  return card(
    { title: 'How far it came', fact: address && h('a', { href: address, target: '_blank', rel: 'noreferrer noopener', data: { testid: 'vmui' } }, 'Open in vmui'), testid: 'kept' },
    any && h('div', { class: 'card-body' }, bar),
    h(
      'div',
      { class: 'card-part' },
      figures([
        ...(status.samples_sent > 0 ? [['Samples sent', whole(status.samples_sent), 'samples']] : []),
        ['Samples found', any ? `${whole(found.samples_found ?? 0)} of ${whole(found.samples_expected)}` : 'not known yet', 'samples-found'],
        ['Bundle', status.bundle_name ?? '', 'bundle-name'],
      ]),
    ),
  );
}

/** vmgather does not know the import. */
export function goneView(root, error, ctx) {
  root.append(stepHead('No such import', 'It is not there any more, or it belongs to somebody else.'), errorPanel(error));
  ctx.foot({ back: null, primary: primaryButton('Import another bundle', { ready: true, testid: 'another', onClick: () => another(ctx) }), note: '' });
  return { update() {} };
}
