import { fill, h } from '../ui/dom.js';
import { post, stoppable } from '../ui/api.js';
import { callout, card, errorPanel, stoppedWaiting, waiting } from '../ui/panels.js';
import { counted, whole } from '../ui/format.js';
import { stepHead } from '../ui/shell.js';
import { exportConfig, testedConnection, timeRange, withConnection } from '../config.js';
import { keyOf, seriesTable } from '../selection/series-table.js';
import { totals } from '../selection/totals.js';
import { store } from '../store.js';

export function mount(root, ctx) {
  const place = h('div', {});
  root.append(stepHead('Jobs', 'The jobs whose series the selector matches. Only those that are ticked are bundled.'), place);
  load();

  async function load() {
    const mine = stoppable(ctx.signal);
    ctx.foot({ ready: false, note: 'Waiting for VictoriaMetrics' });
    fill(place, card({}, h('div', { class: 'card-body tall' }, waiting('Asking VictoriaMetrics which jobs the selector matches', { onCancel: () => mine.abort() }))));
    try {
      const answer = await post('api/discover-selector', { connection: testedConnection(), time_range: timeRange(), selector: store.answers.query }, mine.signal);
      draw(answer.jobs ?? [], answer.warnings ?? []);
    } catch (failure) {
      if (!ctx.signal.aborted) {
        fill(place, mine.signal.aborted ? stoppedWaiting(load) : errorPanel(failure, { onRetry: load }));
        ctx.foot({ ready: false, note: 'Continue needs the list of jobs' });
      }
    }
  }

  function draw(jobs, warnings) {
    const told = warnings.map((text) => callout('warn', 'Look at this', text, { testid: 'warning' }));
    if (jobs.length === 0) {
      store.set({ jobs: withConnection({ ticked: 0, of: 0, wanted: [], unticked: [], series: store.answers.checked?.result_count ?? 0 }) });
      fill(place, h('div', { class: 'stack' }, told, callout('info', 'The series name no job', 'So there is nothing to choose here: all series of the selector are bundled.', { testid: 'empty' })));
      ctx.foot({ note: 'All series of the selector' });
      return;
    }
    const groups = jobs
      .map((job) => ({ name: job.job, series: job.metrics_count_estimate ?? 0, instances: job.instance_count ?? null, rows: [] }))
      .sort((a, b) => b.series - a.series);
    const known = new Set(groups.map((group) => keyOf(group, null)));
    const unticked = new Set((store.answers.jobs?.unticked ?? []).filter((key) => known.has(key)));
    const of = groups.reduce((sum, group) => sum + group.series, 0);
    const sums = totals();
    let estimate = null;
    let failed = false;
    fill(
      place,
      h('div', { class: 'stack' }, told, h('div', { class: 'columns side-right totals-first' }, seriesTable({ groups, head: 'Job', search: 'Find a job', unticked, onChange: changed }), sums)),
    );
    changed();
    post('api/estimate', { config: exportConfig({ ...store.answers, jobs: null }) }, ctx.signal)
      .then((answer) => { estimate = answer; }, () => { failed = true; })
      .then(() => ctx.signal.aborted || changed());

    function changed() {
      const chosen = groups.filter((group) => !unticked.has(keyOf(group, null)));
      const series = chosen.reduce((sum, group) => sum + group.series, 0);
      const wanted = chosen.length === groups.length ? [] : chosen.map((group) => group.name);
      store.set({ jobs: withConnection({ ticked: chosen.length, of: groups.length, wanted, unticked: [...unticked], series }) });
      sums.show({ series, of, jobs: `${whole(chosen.length)} of ${whole(groups.length)}`, estimate, failed });
      ctx.foot({
        ready: chosen.length > 0,
        note: chosen.length > 0 ? `${counted(series, 'series', 'series')} from ${counted(chosen.length, 'job')}` : 'Tick at least one job',
      });
    }
  }
}
