import { debounce, fill, h } from '../ui/dom.js';
import { post, stoppable } from '../ui/api.js';
import { button, field } from '../ui/controls.js';
import { callout, card, errorPanel, fact, figures, stoppedWaiting, waiting } from '../ui/panels.js';
import { counted, whole } from '../ui/format.js';
import { stepHead } from '../ui/shell.js';
import { momentInZone, onZone } from '../ui/zone.js';
import { ofConnection, testedConnection, withConnection } from '../config.js';
import { store } from '../store.js';

const EXAMPLES = ['{job="vmagent"}', '{__name__=~"vm_.*",job=~"vm.*"}', 'sum(rate(vm_http_requests_total[5m])) by (path)'];

/** A range that ended longer ago is not what a count of this moment tells of. */
const PAST_MILLIS = 5 * 60 * 1000;

/** Failures that the text itself is the reason of. */
const OF_THE_TEXT = ['INVALID_INPUT', 'REJECTED'];

/** Whether this VictoriaMetrics has taken the text as it stands. */
export function accepted(answers) {
  const { checked, query } = answers;
  return ofConnection(checked, answers) && checked.query === query && query.trim() !== '';
}

export function mount(root, ctx) {
  let asking = null;
  const result = h('div', { class: 'result' });
  const input = h('textarea', {
    class: 'input mono',
    rows: '3',
    spellcheck: 'false',
    autocomplete: 'off',
    value: store.answers.query,
    data: { testid: 'query' },
    on: { input: typed },
  });
  const box = field('Selector or MetricsQL', input, { hint: 'A selector brings raw samples. An expression brings its computed points.' });
  root.append(
    stepHead('Selector or query', 'Which series to gather. It is checked against your VictoriaMetrics as you type.'),
    h(
      'div',
      { class: 'stack' },
      card(
        {},
        h('div', { class: 'card-body' }, box),
        h(
          'div',
          { class: 'card-part examples' },
          h('span', { class: 'small muted' }, 'For example'),
          EXAMPLES.map((text) => button(text, { kind: 'plain small-button code-button', onClick: () => { input.value = text; typed(); input.focus(); } })),
        ),
      ),
      result,
    ),
  );
  draw();
  if (store.answers.checked) {
    drawChecked(store.answers.checked);
  }
  if (store.answers.query) {
    check();
  }

  onZone(() => store.answers.checked && drawChecked(store.answers.checked), ctx.signal);

  const soon = debounce(check, 600);

  function typed() {
    asking?.abort();
    box.showError('');
    store.set({ query: input.value.trim(), jobs: null });
    result.classList.add('stale');
    draw();
    soon();
  }

  async function check() {
    const query = store.answers.query;
    if (!query || ctx.signal.aborted) {
      return;
    }
    asking?.abort();
    const mine = stoppable(ctx.signal);
    asking = mine;
    const stop = () => {
      mine.abort();
      result.classList.remove('stale');
      fill(result, stoppedWaiting(check));
    };
    if (!store.answers.checked) {
      fill(result, card({}, h('div', { class: 'card-body' }, waiting('Asking VictoriaMetrics what it brings', { onCancel: stop }))));
    }
    draw('Checking the query');
    try {
      const answer = await post('api/validate-query', { connection: testedConnection(), query }, mine.signal);
      const checked = withConnection({ query, query_type: answer.query_type, result_count: answer.result_count ?? 0, has_job: answer.has_job, has_instance: answer.has_instance, sample_labels: answer.sample_labels ?? [] });
      store.set({ checked });
      box.showError('');
      drawChecked(checked);
    } catch (failure) {
      if (!mine.signal.aborted) {
        store.set({ checked: null });
        result.classList.remove('stale');
        const ofTheText = OF_THE_TEXT.includes(failure.code);
        box.showError(ofTheText ? failure.message : '');
        fill(result, errorPanel(failure, { onRetry: ofTheText ? undefined : check }));
      }
    }
    asking = asking === mine ? null : asking;
    draw();
  }

  function drawChecked(checked) {
    result.classList.remove('stale');
    const expression = checked.query_type === 'metricsql';
    fill(
      result,
      h(
        'div',
        { class: 'stack' },
        card(
          { title: expression ? 'A MetricsQL expression: its points are gathered' : 'A selector: raw samples are gathered', testid: 'checked' },
          h(
            'div',
            { class: 'card-body' },
            figures([
              ['Type', expression ? 'MetricsQL' : 'Selector', 'query-type'],
              ['Series now', whole(checked.result_count), 'result-count'],
              ['With a job', checked.has_job ? 'yes' : 'no'],
              ['With an instance', checked.has_instance ? 'yes' : 'no'],
            ]),
          ),
          checked.sample_labels.length > 0 && h('div', { class: 'card-part label-list' }, h('span', { class: 'small muted' }, 'Labels'), checked.sample_labels.slice(0, 40).map((name) => h('code', {}, name)), checked.sample_labels.length > 40 && h('span', { class: 'small muted' }, `and ${checked.sample_labels.length - 40} more`)),
        ),
        momentNote(checked),
      ),
    );
  }

  function momentNote(checked) {
    const { end } = store.answers.range;
    const later = checked.query_type === 'metricsql' ? 'The last step estimates what the range holds.' : 'The next step counts in the range.';
    if (Date.now() - end > PAST_MILLIS) {
      return callout('info', 'Counted now, not in your range', `The range ended on ${momentInZone(end)}; what is there may differ. ${later}`, { testid: 'counted-now' });
    }
    return checked.result_count === 0 && callout('warn', 'It matches nothing right now', 'It may match in the chosen range. If not, the export says so.');
  }

  function draw(note) {
    const { checked } = store.answers;
    const ready = accepted(store.answers);
    ctx.foot({ ready, note: note ?? (ready ? fact('tickCircle', 'ok', `${counted(checked.result_count, 'series', 'series')} now`) : 'Continue needs a query that VictoriaMetrics accepts') });
  }
}
