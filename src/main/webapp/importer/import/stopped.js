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
import { targetSignIn, ticketOf } from './target-sign-in.js';
import { partOf, targetWords } from './words.js';

/** A failed, cancelled or cut-off import: what happened, and how it can go on. */
export function stoppedView(root, first, ctx) {
  const cancelled = first.state === 'canceled';
  const trouble = h('div', {});
  const refused = signInRefused(first.error_detail, ticketOf(first, ctx.jobId).connection);
  // The running vmgather still has the sign-in for a while; it is asked for later, after a restart, or when it was refused.
  const connection = first.resume_ready && (refused || first.needs_sign_in) ? targetSignIn(first, ctx.jobId, { refused }) : null;
  root.append(
    stepHead(cancelled ? 'Import cancelled' : 'Import stopped', lead(first)),
    h('div', { class: 'stack' }, trouble, reason(first, cancelled), sent(first, ctx.signal), connection?.element),
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
      primary: primaryButton('Resume import', { ready: !busy, testid: 'resume', onClick: resume }),
      note: busy ? 'Resuming' : `Goes on behind ${bytes(first.resume_offset ?? 0)}`,
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
      content: [h('p', {}, 'The uploaded bundle is deleted here, so the import can’t be resumed. Samples that were sent stay in the target.')],
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

function lead(status) {
  if (!status.resume_ready) {
    return 'It can’t be resumed. Samples that were sent stay in the target.';
  }
  return `What was sent to ${targetWords(status)} is there. Resume goes on behind it.`;
}

function reason(status, cancelled) {
  if (cancelled) {
    return callout('info', 'You cancelled it', 'The rest of the bundle was not sent.', { testid: 'cancelled' });
  }
  const detail = status.error_detail ?? {};
  return card({}, h('div', { class: 'card-body' }, errorPanel(ApiError.of({ ...detail, error: detail.error || status.error || 'The import stopped' }), { testid: 'job-error' })));
}

function sent(status, signal) {
  const bar = chunkBar('Progress when it stopped', signal);
  bar.show({ part: partOf(status), of: status.chunks_total || 100, text: percent(partOf(status)), busy: false });
  return card(
    { title: 'How far it came', testid: 'kept' },
    h('div', { class: 'card-body' }, bar),
    h(
      'div',
      { class: 'card-part' },
      figures([
        ['Chunks', status.chunks_total > 0 ? `${whole(status.chunks_completed ?? 0)} of ${whole(status.chunks_total)}` : whole(status.chunks_completed ?? 0), 'chunks'],
        ['Samples sent', whole(status.samples_sent ?? 0), 'samples'],
        ['Sent', bytes(status.bytes_sent ?? 0), 'sent'],
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
