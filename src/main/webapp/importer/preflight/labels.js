/** What dropping labels does to the series that have more of them than the target takes. */

export const PROTECTED = ['__name__', 'job', 'instance'];

export function limitOf(answer) {
  return answer.max_labels_limit ?? 0;
}

/** @returns {{series: number, points: number}} still over the limit when `drop` is dropped */
export function stillOver(answer, drop) {
  const limit = limitOf(answer);
  const over = (answer.over_limit_groups ?? []).filter(({ names }) => limit > 0 && countAfter(names, drop) > limit);
  return {
    series: over.reduce((sum, group) => sum + group.series, 0),
    points: over.reduce((sum, group) => sum + group.points, 0),
  };
}

function countAfter(names, drop) {
  return names.filter((name) => !drop.includes(name)).length;
}

/**
 * How many series have how many labels, when `drop` is dropped from those over the limit.
 *
 * @returns {Array<{labels: number, series: number}>}
 */
export function histogram(answer, drop) {
  const bars = new Map((answer.label_histogram ?? []).map(({ labels, series }) => [labels, series]));
  for (const { names, series } of answer.over_limit_groups ?? []) {
    bars.set(names.length, Math.max(0, (bars.get(names.length) ?? 0) - series));
    const after = countAfter(names, drop);
    bars.set(after, (bars.get(after) ?? 0) + series);
  }
  return [...bars].filter(([, series]) => series > 0).map(([labels, series]) => ({ labels, series })).sort((a, b) => a.labels - b.labels);
}

/**
 * The labels that may be dropped; those that help most stand first.
 *
 * @returns {Array<{name: string, count: number, over: number}>} `over`: series over the limit that have it
 */
export function candidates(answer) {
  const blocked = answer.protected_labels ?? PROTECTED;
  const over = new Map();
  for (const { names, series } of answer.over_limit_groups ?? []) {
    names.forEach((name) => over.set(name, (over.get(name) ?? 0) + series));
  }
  const rows = new Map((answer.summary.label_stats ?? []).map(({ name, count }) => [name, count]));
  over.forEach((count, name) => rows.set(name, Math.max(rows.get(name) ?? 0, count)));
  return [...rows]
    .filter(([name]) => !blocked.includes(name))
    .map(([name, count]) => ({ name, count, over: over.get(name) ?? 0 }))
    // A label that only the series over the limit have is missed least.
    .sort((a, b) => b.over - a.over || a.count - b.count || a.name.localeCompare(b.name, 'en', { numeric: true }));
}
