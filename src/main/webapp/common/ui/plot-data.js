import { short } from '../ui/format.js';

/** Growth a second between neighbouring points; a counter that starts again counts from zero. */
export function perSecond(points) {
  const result = [];
  let last = null;
  for (const point of points) {
    if (Number.isFinite(point[1])) {
      if (last && point[0] > last[0]) {
        const growth = point[1] < last[1] ? point[1] : point[1] - last[1];
        result.push([point[0], growth / ((point[0] - last[0]) / 1000)]);
      }
      last = point;
    }
  }
  return result;
}

/** Names as short as they can be: only the labels in which the series differ. */
export function shortNames(labelSets) {
  const names = [...new Set(labelSets.flatMap((labels) => Object.keys(labels)))].filter((name) => name !== '__name__');
  const differing = names.filter((name) => new Set(labelSets.map((labels) => labels[name])).size > 1);
  const best = differing.includes('instance') && new Set(labelSets.map((labels) => labels.instance)).size === labelSets.length ? ['instance'] : differing;
  const used = best.length > 0 ? best : names.filter((name) => name === 'instance').concat(names.filter((name) => name !== 'instance')).slice(0, 1);
  return labelSets.map((labels) => {
    const parts = used.filter((name) => labels[name] !== undefined).map((name) => (used.length === 1 ? labels[name] : `${name}=${labels[name]}`));
    return parts.join(' ') || 'the series';
  });
}

const BINARY = [['TiB', 1024 ** 4], ['GiB', 1024 ** 3], ['MiB', 1024 ** 2], ['KiB', 1024]];

/** How values of a metric are written, told from its name. */
export function unitOf(metric, rate) {
  const end = rate ? '/s' : '';
  if (/_bytes(_total)?$/.test(metric)) {
    return { base: 1024, unit: (value) => `${binary(value)}${end}` };
  }
  if (/_seconds(_total)?$/.test(metric) && !rate) {
    return { base: 10, unit: (value) => `${plain(value)} s` };
  }
  return { base: 10, unit: (value) => `${plain(value)}${end}` };
}

function binary(value) {
  const [unit, factor] = BINARY.find(([, size]) => Math.abs(value) >= size) ?? ['B', 1];
  return `${Number((value / factor).toFixed(1))} ${unit}`;
}

function plain(value) {
  return Math.abs(value) < 1e4 ? String(Number(value.toPrecision(4))) : short(value);
}
