import { fill, h } from '../ui/dom.js';
import { ApiError, post } from '../ui/api.js';
import { button } from '../ui/controls.js';
import { openDialog } from '../ui/dialog.js';
import { callout, card, errorPanel, figures } from '../ui/panels.js';
import { bytes, counted, percent, whole } from '../ui/format.js';
import { rangeBar } from '../ui/range-bar.js';
import { primaryButton, stepHead } from '../ui/shell.js';
import { askAgain, signInRefused } from '../connection/ask-again.js';
import { store } from '../store.js';

const LEADS = {
  canceled: ['Export cancelled', 'No bundle was made.'],
  failed: ['Export failed', 'No bundle was made.'],
};

/** A failed or cancelled export: what happened, and how it can go on. */
export function stoppedView(root, first, ctx) {
  const [title, lead] = LEADS[first.state] ?? LEADS.failed;
  const trouble = h('div', {});
  // The running vmgather still has the sign-in for a while; it is asked for later, and when it was the reason.
  const ticket = store.ticket(ctx.jobId);
  const refused = signInRefused(first.error_detail, ticket?.connection);
  const connection = refused || first.needs_sign_in ? askAgain(ticket, store, { refused }) : null;
  const leak = first.error_detail?.code === 'LEAK_FOUND';
  root.append(
    stepHead(title, first.resumable ? resumable(first) : lead),
    h('div', { class: 'stack' }, trouble, reason(first), !leak && kept(first, ctx.signal), first.resumable && connection?.element),
  );
  foot();
  return { update() {} };

  /** Since the page was shown the sign-in was forgotten: shown again, it asks for it. */
  function askNow(failure) {
    const forgotten = failure.field === 'connection' && !connection && Boolean(ticket);
    if (forgotten) {
      ctx.followAgain();
    }
    return forgotten;
  }

  function foot(busy = false) {
    if (first.resumable) {
      ctx.foot({
        back: button('Discard', { testid: 'discard', onClick: () => askDiscard(ctx, trouble) }),
        primary: primaryButton('Resume export', { ready: !busy, testid: 'resume', onClick: () => resume(ctx, connection, trouble, foot, askNow) }),
        note: busy ? 'Resuming' : notReadAgain(first),
      });
    } else {
      ctx.foot({ back: null, primary: primaryButton('New export', { ready: true, testid: 'new-export', onClick: () => ctx.go('export') }), note: '' });
    }
  }
}

function notReadAgain(status) {
  if (!(status.completed_batches > 0)) {
    return 'No batch was finished: it begins with the first one';
  }
  // A full disk may have kept the newest batches from being kept.
  return status.error_detail?.code === 'DISK_FULL' ? 'Batches that are safe on the disk are not read again' : `${counted(status.completed_batches, 'batch', 'batches')} need not be read again`;
}

function resumable(status) {
  return status.completed_batches > 0 ? 'What was gathered is kept. Resume goes on behind the last finished batch.' : 'Nothing was gathered yet. Resume begins with the first batch, with the same answers.';
}

function reason(status) {
  if (status.state === 'canceled') {
    return callout('info', 'It was cancelled', 'Nothing was packed and nothing can be downloaded.', { testid: 'cancelled' });
  }
  const detail = status.error_detail ?? { error: status.error };
  return card({}, h('div', { class: 'card-body' }, errorPanel(ApiError.of({ ...detail, error: detail.error || status.error || 'The export failed' }), { testid: 'job-error' })));
}

function kept(status, signal) {
  const { range } = status;
  const total = status.total_batches ?? 0;
  const bar = range?.start && total > 0 ? rangeBar({ start: Date.parse(range.start), end: Date.parse(range.end), batches: total, label: 'Progress when it stopped', progress: true }, signal) : null;
  bar?.show({ done: status.completed_batches ?? 0, stopped: true, text: `${percent(status.progress ?? 0)}, ${whole(status.completed_batches ?? 0)} of ${whole(total)} batches` });
  return card(
    { title: 'How far it came', testid: 'kept' },
    h('div', { class: 'card-body' }, bar),
    h('div', { class: 'card-part' }, figures([
      ['Batches', `${whole(status.completed_batches ?? 0)} of ${whole(total)}`],
      ['Samples', whole(status.samples_processed ?? 0)],
      ['Written', bytes(status.archive_bytes ?? 0)],
      ...(status.resumable && status.staging_path ? [['Work in progress', h('span', { class: 'mono break', data: { testid: 'staging-path' } }, status.staging_path)]] : []),
    ])),
  );
}

/** @param {(failure: ApiError) => boolean} [settled] whether it took care of the failure */
async function resume(ctx, connection, trouble, foot, settled = () => false) {
  foot(true);
  fill(trouble);
  const ticket = store.ticket(ctx.jobId);
  try {
    const given = connection?.read();
    const answer = await post('api/export/resume', {
      job_id: ctx.jobId,
      ...(ticket?.resume_token && { resume_token: ticket.resume_token }),
      ...(given && { connection: given }),
    });
    if (ticket) {
      store.keepTicket(answer.job_id, { ...ticket, resume_token: answer.resume_token ?? ticket.resume_token });
    }
    if (store.answers.lastJob === ctx.jobId) {
      store.set({ lastJob: answer.job_id });
    }
    if (answer.job_id === ctx.jobId) {
      ctx.followAgain();
    } else {
      store.dropTicket(ctx.jobId);
      ctx.go(`export/${encodeURIComponent(answer.job_id)}`);
    }
  } catch (failure) {
    if (failure instanceof ApiError) {
      if (settled(failure)) {
        return;
      }
      connection?.showError(failure);
      fill(trouble, errorPanel(failure, { testid: 'resume-error' }));
    }
    foot(false);
  }
}

function askDiscard(ctx, trouble) {
  openDialog({
    title: 'Discard what was gathered?',
    testid: 'discard-dialog',
    confirm: 'Discard',
    cancel: 'Keep it',
    content: [h('p', {}, 'The finished batches are deleted. The export can’t be resumed then.')],
    onConfirm: async () => {
      try {
        await post('api/export/discard', { job_id: ctx.jobId });
        store.dropTicket(ctx.jobId);
        ctx.go('export');
      } catch (failure) {
        fill(trouble, errorPanel(failure));
      }
    },
  });
}

/** vmgather does not know the export: it was restarted, or the export is somebody else's. */
export function goneView(root, error, ctx) {
  const ticket = store.ticket(ctx.jobId);
  const trouble = h('div', {});
  const connection = askAgain(ticket, store);
  if (!ticket?.resume_token) {
    root.append(stepHead('No such export', 'It is not there any more, or it belongs to somebody else.'), errorPanel(error));
    ctx.foot({ back: null, primary: primaryButton('New export', { ready: true, testid: 'new-export', onClick: () => ctx.go('export') }), note: '' });
    return { update() {} };
  }
  root.append(
    stepHead('vmgather was restarted', 'It does not know this export any more, but this tab does: it can go on behind the last finished batch.'),
    h('div', { class: 'stack' }, trouble, connection.element),
  );
  const settled = (failure) => nothingLeft(failure) && showNothingLeft(root, failure, ctx);
  const foot = (busy = false) =>
    ctx.foot({
      back: button('Forget it', { testid: 'forget', onClick: () => { store.dropTicket(ctx.jobId); ctx.go('export'); } }),
      primary: primaryButton('Resume export', { ready: !busy, testid: 'resume', onClick: () => resume(ctx, connection, trouble, foot, settled) }),
      note: busy ? 'Resuming' : 'Finished batches are not read again',
    });
  foot();
  return { update() {} };
}

/** Whether no later try can succeed either. */
function nothingLeft(failure) {
  return failure.status === 404 || failure.code === 'BUNDLE_DAMAGED' || failure.field === 'resume_token';
}

function showNothingLeft(root, failure, ctx) {
  store.dropTicket(ctx.jobId);
  fill(
    root,
    stepHead('Nothing to resume', 'vmgather was restarted, and nothing usable is left of this export. Your answers are still here: start it anew.'),
    errorPanel(failure, { testid: 'resume-error' }),
  );
  ctx.foot({ back: null, primary: primaryButton('New export', { ready: true, testid: 'new-export', onClick: () => ctx.go('export') }), note: '' });
  root.querySelector('h1').focus({ preventScroll: true });
  return true;
}
