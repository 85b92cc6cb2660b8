import { fill, h } from '../ui/dom.js';
import { post, stoppable } from '../ui/api.js';
import { button } from '../ui/controls.js';
import { callout, card, errorPanel, stoppedWaiting, waiting } from '../ui/panels.js';
import { counted, whole } from '../ui/format.js';
import { stepHead } from '../ui/shell.js';
import { exportConfig, testedConnection, timeRange, withConnection } from '../config.js';
import { keyOf, seriesTable } from '../selection/series-table.js';
import { totals } from '../selection/totals.js';
import { store } from '../store.js';

export function mount(root, ctx) {
  const place = h('div', {});
  root.append(stepHead('Components and jobs', 'Only what is ticked is read and bundled. Nothing else leaves VictoriaMetrics.'), place);
  load();

  async function load() {
    const mine = stoppable(ctx.signal);
    ctx.foot({ ready: false, note: 'Waiting for VictoriaMetrics' });
    fill(place, card({}, h('div', { class: 'card-body tall' }, waiting('Asking VictoriaMetrics which components it has metrics of', { onCancel: () => mine.abort() }))));
    try {
      const answer = await post('api/discover', { connection: testedConnection(), time_range: timeRange() }, mine.signal);
      drawTree(answer.components ?? [], answer.warnings ?? []);
    } catch (failure) {
      if (!ctx.signal.aborted) {
        fill(place, mine.signal.aborted ? stoppedWaiting(load) : errorPanel(failure, { onRetry: load }));
        ctx.foot({ ready: false, note: 'Continue needs the list of components' });
      }
    }
  }

  function drawTree(components, warnings) {
    if (components.length === 0) {
      fill(place, callout('warn', 'No VictoriaMetrics component in this range', h('span', {}, 'Try a later range or Selector / Query. ', button('Change the range', { kind: 'link', onClick: () => ctx.go('time') })), { testid: 'empty' }));
      ctx.foot({ ready: false, note: 'Continue needs a component' });
      return;
    }
    const groups = groupsOf(components);
    const known = new Set(groups.flatMap((group) => group.rows.map((row) => keyOf(group, row))));
    const unticked = new Set(store.answers.unticked.filter((key) => known.has(key)));
    const sums = totals();
    let estimate = null;
    let failed = false;
    fill(
      place,
      h('div', { class: 'stack' }, warnings.map((text) => callout('warn', 'Look at this', text)),
        h('div', { class: 'columns side-right totals-first' }, seriesTable({ groups, head: 'Component and job', search: 'Find a component or job', unticked, onChange: changed }), sums)),
    );
    changed();
    askEstimate();

    function changed() {
      const selection = selected(groups, unticked);
      store.set({ unticked: [...unticked], selection: withConnection(selection) });
      sums.show({ series: selection.series, of: total(groups), jobs: `${whole(selection.ticked)} of ${whole(selection.of)}`, estimate, failed });
      const both = selection.shared.length > 0 ? `. Job ${selection.shared[0]} is also part of a component that is ticked, so all of it is read` : '';
      ctx.foot({
        ready: selection.ticked > 0,
        note: selection.ticked > 0 ? `${counted(selection.series, 'series', 'series')} from ${counted(selection.ticked, 'job')}${both}` : 'Tick at least one job',
      });
    }

    async function askEstimate() {
      try {
        const all = { ...store.answers, selection: { components: groups.map((group) => group.name), jobs: [] } };
        estimate = await post('api/estimate', { config: exportConfig(all) }, ctx.signal);
      } catch {
        failed = true;
      }
      if (!ctx.signal.aborted) {
        changed();
      }
    }
  }
}

function groupsOf(components) {
  return components
    .map((component) => ({
      name: component.component,
      series: component.metrics_count_estimate ?? 0,
      instances: component.instance_count ?? null,
      rows: (component.jobs ?? []).map((job) => ({
        name: job,
        series: component.job_metrics?.[job] ?? 0,
        instances: component.jobs.length === 1 ? (component.instance_count ?? null) : null,
      })),
    }))
    .sort((a, b) => b.series - a.series);
}

function total(groups) {
  return groups.reduce((sum, group) => sum + group.series, 0);
}

/** What the ticks mean on the wire: names of components and jobs; no jobs when all are ticked. */
function selected(groups, unticked) {
  const ticked = new Map(groups.map((group) => [group, group.rows.filter((row) => !unticked.has(keyOf(group, row)))]));
  const on = (group) => ticked.get(group);
  const bare = (group) => group.rows.length === 0 && !unticked.has(keyOf(group, null));
  const chosen = groups.filter((group) => on(group).length > 0 || bare(group));
  const jobs = new Set(chosen.flatMap((group) => on(group).map((row) => row.name)));
  const everyJob = chosen.every((group) => on(group).length === group.rows.length);
  const shared = chosen.flatMap((group) => group.rows.filter((row) => jobs.has(row.name) && unticked.has(keyOf(group, row))));
  const seriesOf = (group) => (bare(group) ? group.series : on(group).reduce((sum, row) => sum + row.series, 0));
  return {
    components: chosen.map((group) => group.name),
    jobs: everyJob ? [] : [...jobs],
    series: chosen.reduce((sum, group) => sum + seriesOf(group), 0) + shared.reduce((sum, row) => sum + row.series, 0),
    ticked: chosen.reduce((sum, group) => sum + (bare(group) ? 1 : on(group).length), 0),
    of: groups.reduce((sum, group) => sum + Math.max(1, group.rows.length), 0),
    shared: shared.map((row) => row.name),
  };
}
