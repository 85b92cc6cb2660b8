import { debounce, fill, h } from '../ui/dom.js';
import { post, stoppable } from '../ui/api.js';
import { callout, card, errorPanel, fact } from '../ui/panels.js';
import { toggle } from '../ui/controls.js';
import { counted, whole } from '../ui/format.js';
import { stepHead } from '../ui/shell.js';
import { exportConfig, hiddenLabels } from '../config.js';
import { labelList } from '../obfuscation/label-list.js';
import { beforeAfter, residueCard } from '../obfuscation/before-after.js';
import { store } from '../store.js';

const MOST_SAMPLES = 300;
const MOST_NAMES = 3;

/** Below the step's name: what is hidden. */
export function summary(answers) {
  const names = hiddenLabels(answers);
  const text = names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
  return text ? text[0].toUpperCase() + text.slice(1) : 'Nothing hidden';
}

export function mount(root, ctx) {
  let preview = null;
  let asked = 0;
  let unread = false;
  const hide = h('div', { class: 'card-body switches' });
  const leaving = h('div', { 'aria-live': 'polite' });
  const labels = labelList({ dropping: store.answers.mode === 'custom', onChange: (part) => change(part) });
  const table = beforeAfter();
  const residue = residueCard();
  const trouble = h('div', {});
  root.append(
    stepHead('Obfuscation', 'Names are replaced before anything is written. One name keeps one token in every label.'),
    h(
      'div',
      { class: 'columns side-left' },
      h('div', { class: 'stack' }, card({ title: 'Hide' }, hide, leaving), labels),
      h('div', { class: 'stack' }, trouble, table, residue),
    ),
  );
  drawSwitches();
  labels.show([], 0);
  load();

  function change(part) {
    store.set({ hide: { ...store.answers.hide, ...part } });
    drawLeaving();
    labels.show(preview?.label_stats ?? [], preview?.count ?? 0);
    table.stale(true);
    residue.stale(true);
    loadSoon();
    foot();
  }

  const loadSoon = debounce(load, 120);

  async function load() {
    asked += 1;
    const mine = asked;
    const question = stoppable(ctx.signal);
    unread = false;
    if (!preview) {
      table.wait(() => question.abort());
    }
    foot(true);
    try {
      const limit = Math.min(ctx.server.limits?.sample_limit || MOST_SAMPLES, MOST_SAMPLES);
      const answer = await post('api/sample', { config: exportConfig(), limit, before: true }, question.signal);
      if (mine === asked) {
        preview = answer;
        fill(trouble);
        draw();
      }
    } catch (failure) {
      if (mine === asked && !ctx.signal.aborted) {
        table.stale(false);
        residue.stale(false);
        unread = !preview;
        if (question.signal.aborted) {
          fill(trouble);
          table.stopped(load);
        } else {
          fill(trouble, errorPanel(failure, { onRetry: load }));
          if (!preview) {
            table.show([]);
          }
        }
        foot();
      }
    }
  }

  function draw() {
    drawSwitches();
    drawLeaving();
    labels.show(preview.label_stats ?? [], preview.count ?? 0);
    table.show(preview.samples ?? []);
    residue.show(preview.residue ?? [], preview.samples ?? []);
    foot();
  }

  function valuesOf(label) {
    return preview?.label_stats?.find((entry) => entry.name === label)?.values;
  }

  function drawSwitches() {
    const notes = {
      instance: [valuesOf('instance'), ['in ', h('code', {}, 'instance'), '; ports are kept']],
      job: [valuesOf('job'), ['in ', h('code', {}, 'job')]],
    };
    const note = (name) => {
      const [values, words] = notes[name];
      return h('span', {}, values === undefined ? ['Values '] : `${counted(values, 'value')} of the sample `, words);
    };
    const focused = hide.contains(document.activeElement) ? document.activeElement.dataset.testid : null;
    fill(
      hide,
      toggle('Instance addresses', { checked: store.answers.hide.instance, testid: 'hide-instance', note: note('instance'), onChange: (instance) => change({ instance }) }),
      toggle('Job names', { checked: store.answers.hide.job, testid: 'hide-job', note: note('job'), onChange: (job) => change({ job }) }),
    );
    if (focused) {
      hide.querySelector(`[data-testid="${focused}"]`)?.focus();
    }
  }

  /** Says plainly which real names would leave. */
  function realNames() {
    const off = [['instance', 'instance address', 'instance addresses'], ['job', 'job name', 'job names']].filter(([name]) => !store.answers.hide[name]);
    return off.map(([label, one, many]) => {
      const names = [...new Set((preview?.samples ?? []).map((sample) => sample.before?.[label]).filter(Boolean))].sort();
      const count = Math.max(names.length, valuesOf(label) ?? 0);
      const shown = names.slice(0, MOST_NAMES).join(', ');
      const more = count > MOST_NAMES ? ` and ${whole(count - MOST_NAMES)} more` : '';
      return count > 0 ? `${whole(count)} real ${count === 1 ? one : many} will leave: ${shown}${more}.` : `Real ${many} will leave.`;
    });
  }

  function drawLeaving() {
    const words = realNames();
    fill(leaving, words.length > 0 && h('div', { class: 'card-body leaving' }, callout('warn', words[0], words[1], { testid: 'leaving' })));
  }

  function foot(loading = false) {
    const words = realNames();
    if (words.length > 0) {
      ctx.foot({ note: fact('warn', 'warn', words[0]) });
    } else if (loading || !preview) {
      ctx.foot({ note: preview ? 'Asking for the samples again' : unread ? 'No samples were read' : 'Reading a few samples' });
    } else {
      const names = hiddenLabels().reduce((sum, label) => sum + (valuesOf(label) ?? 0), 0);
      const hits = (preview.residue ?? []).reduce((sum, entry) => sum + entry.count, 0);
      ctx.foot({ note: fact('shield', 'ok', `${counted(names, 'name')} hidden in the sample${hits > 0 ? `, ${counted(hits, 'hit')} in other labels replaced` : ''}`) });
    }
  }
}

