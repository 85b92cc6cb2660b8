import { fill, h } from '../ui/dom.js';
import { ApiError, get, post, put } from '../ui/api.js';
import { icon } from '../ui/icons.js';
import { button } from '../ui/controls.js';
import { bar, callout, card, errorPanel, fact, waiting } from '../ui/panels.js';
import { bytes, counted, percent, short } from '../ui/format.js';
import { stepHead } from '../ui/shell.js';
import { onZone } from '../ui/zone.js';
import { dropZone } from '../bundle/drop-zone.js';
import { bundleCard } from '../preflight/bundle-card.js';
import { skippedCard } from '../preflight/skipped-card.js';
import { holdsSamples, nothingWords, preflight, preflightKey, runPreflight, samplesOf, warningsOf } from '../preflight/preflight.js';
import { store } from '../store.js';

/** The file: uploaded once, then checked against the target by itself. */
export function mount(root, ctx) {
  let uploading = null;
  let checking = null;
  let progress = null;
  const most = ctx.server.limits?.upload_bytes ?? 0;
  const filePlace = h('div', {});
  const trouble = h('div', {});
  const found = h('div', { class: 'result' });
  root.append(
    stepHead('Bundle', 'The file that was handed over. It is checked before anything is written.'),
    h('div', { class: 'stack' }, filePlace, trouble, found),
  );
  onZone(drawFound, ctx.signal);
  begin();

  async function begin() {
    const { bundle } = store.answers;
    drawFile();
    if (!bundle) {
      foot();
      return;
    }
    if (preflight()) {
      drawFound();
      foot();
      return;
    }
    try {
      // Uploads are swept some time after the last use.
      await get(`api/bundle?id=${encodeURIComponent(bundle.bundle_id)}`, ctx.signal);
      check(false);
    } catch (failure) {
      if (failure.status === 404) {
        store.set({ bundle: null, checked: null });
        drawFile();
        fill(trouble, callout('info', 'Choose the file again', `${bundle.name} was uploaded before, but vmgather no longer has it.`, { testid: 'bundle-gone' }));
        foot();
      } else if (failure instanceof ApiError) {
        fill(trouble, errorPanel(failure, { onRetry: begin }));
      }
    }
  }

  async function upload(file) {
    fill(trouble);
    if (most > 0 && file.size > most) {
      fill(trouble, errorPanel(ApiError.of({ error: `${file.name} is too large: ${bytes(file.size)}`, code: 'TOO_LARGE', hint: `At most ${bytes(most)} are taken here. The command line takes any size.` }), { testid: 'upload-error' }));
      return;
    }
    const old = store.answers.bundle;
    uploading = new AbortController();
    ctx.signal.addEventListener('abort', () => uploading?.abort());
    store.set({ bundle: null, checked: null, drop: [], align: { kind: 'keep', first: 0, shift: 0 } });
    fill(found);
    drawUpload(file, 0);
    foot();
    discard(old);
    try {
      const answer = await put(`api/bundle?name=${encodeURIComponent(file.name)}`, file, (part) => drawUpload(file, part), uploading.signal);
      uploading = null;
      store.set({ bundle: { bundle_id: answer.bundle_id, name: answer.name || file.name, bytes: answer.bytes ?? file.size, sha256: answer.sha256 ?? '', kind: answer.kind ?? '' } });
      drawFile();
      check(false);
    } catch (failure) {
      uploading = null;
      drawFile();
      if (failure instanceof ApiError) {
        fill(trouble, errorPanel(failure, { testid: 'upload-error' }));
      } else if (!ctx.signal.aborted) {
        fill(trouble, callout('info', 'Upload stopped', 'Nothing of the file was kept.'));
      }
      foot();
    }
  }

  function drawUpload(file, part) {
    if (!progress) {
      const line = h('div', { class: 'upload-bar', role: 'progressbar', 'aria-label': 'Upload', 'aria-valuemin': '0', 'aria-valuemax': '100', data: { testid: 'upload-bar' } });
      const words = h('div', { class: 'small muted', data: { testid: 'upload-words' } });
      progress = { line, words };
      fill(
        filePlace,
        card(
          { testid: 'uploading' },
          h('div', { class: 'card-body file-head' }, h('span', { class: 'file-icon' }, icon('file')), h('div', { class: 'grow' }, h('h2', { class: 'break' }, file.name), line, words), button('Stop', { testid: 'stop-upload', onClick: () => uploading?.abort() })),
        ),
      );
    }
    const done = part >= 1;
    progress.line.setAttribute('aria-valuenow', String(Math.floor(part * 100)));
    progress.line.setAttribute('aria-valuetext', `${percent(part)} of ${bytes(file.size)}`);
    fill(progress.line, bar(part));
    progress.words.textContent = done ? `${bytes(file.size)} sent; the archive is opened` : `${bytes(file.size * part)} of ${bytes(file.size)}, ${percent(part)}`;
  }

  function drawFile() {
    progress = null;
    const { bundle } = store.answers;
    if (!bundle) {
      fill(filePlace, card({}, dropZone(upload, most > 0 ? bytes(most) : '')));
      return;
    }
    fill(
      filePlace,
      card(
        { testid: 'file-card' },
        h(
          'div',
          { class: 'card-body file-head' },
          h('span', { class: 'file-icon' }, icon('file')),
          h('div', { class: 'grow' }, h('h2', { class: 'break', data: { testid: 'bundle-name' } }, bundle.name), h('div', { class: 'small muted' }, bytes(bundle.bytes))),
          button('Choose another', { testid: 'other-file', onClick: another }),
        ),
      ),
    );
  }

  function another() {
    stopCheck();
    discard(store.answers.bundle);
    store.set({ bundle: null, checked: null });
    fill(trouble);
    fill(found);
    found.classList.remove('stale');
    drawFile();
    filePlace.querySelector('input').focus();
    foot();
  }

  function discard(bundle) {
    if (bundle) {
      post('api/bundle/discard', { bundle_id: bundle.bundle_id }).catch(() => {});
    }
  }

  function stopCheck() {
    checking?.abort();
    checking = null;
  }

  async function check(full) {
    stopCheck();
    const mine = new AbortController();
    checking = mine;
    ctx.signal.addEventListener('abort', () => mine.abort());
    fill(trouble);
    const words = full ? 'Checking every line' : 'Checking the first lines against the target';
    if (preflight()) {
      found.classList.add('stale');
      fill(trouble, waiting(words, { testid: 'checking', onCancel: stopCheck }));
    } else {
      fill(found, card({}, h('div', { class: 'card-body tall' }, waiting(words, { testid: 'checking', onCancel: stopCheck }))));
    }
    foot();
    try {
      await runPreflight(full, mine.signal);
      fill(trouble);
      drawFound();
    } catch (failure) {
      if (!store.answers.bundle || (checking && checking !== mine)) {
        return;
      }
      fill(trouble);
      if (failure instanceof ApiError) {
        if (!preflight()) {
          fill(found);
        }
        fill(trouble, errorPanel(failure, { testid: 'preflight-error', onRetry: () => check(full) }));
      } else if (!ctx.signal.aborted && !preflight()) {
        fill(found, card({}, h('div', { class: 'card-body stack' }, callout('info', 'Not checked', 'You stopped the check before it ended.'), h('div', {}, button('Check the first lines', { testid: 'check-again', onClick: () => check(false) })))));
      }
    }
    found.classList.remove('stale');
    checking = checking === mine ? null : checking;
    foot();
  }

  function drawFound() {
    const answer = preflight();
    if (!answer || !store.answers.bundle) {
      return;
    }
    fill(
      found,
      h(
        'div',
        { class: 'stack' },
        !holdsSamples(answer) && callout('bad', ...nothingWords(answer), { testid: 'nothing' }),
        warningsOf(answer).map((text) => callout('warn', 'Look at this', text, { testid: 'warning' })),
        h('div', { class: 'halves top' }, bundleCard({ title: 'What is in it', answer, bundle: store.answers.bundle, onFull: () => check(true) }), skippedCard(answer)),
      ),
    );
  }

  function foot() {
    const answer = preflight();
    const ready = !uploading && !checking && answer !== null && store.answers.checked?.key === preflightKey(store.answers) && store.answers.bundle !== null;
    const nothing = answer !== null && store.answers.bundle !== null && !holdsSamples(answer);
    const waits = uploading ? 'Uploading' : checking ? 'Checking the bundle' : nothing ? 'Continue needs a file with samples' : 'Continue needs a bundle that was checked';
    ctx.foot({ ready, note: ready ? fact('tickCircle', 'ok', samplesOf(answer) > 0 ? `${short(samplesOf(answer))} samples` : counted(answer.summary.total_points ?? 0, 'sample')) : waits });
  }
}
