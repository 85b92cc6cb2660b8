/** Numbers, sizes, lengths of time and moments as text. */

const WHOLE = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** `4,187`. */
export function whole(number) {
  return WHOLE.format(number ?? 0);
}

/** `36.1 M`, `940`, `12.4 k`. */
export function short(number) {
  const size = Math.abs(number);
  for (const [unit, factor] of [['G', 1e9], ['M', 1e6], ['k', 1e4]]) {
    if (size >= factor) {
      return `${three(number / (unit === 'k' ? 1e3 : factor))} ${unit}`;
    }
  }
  return size >= 100 || Number.isInteger(number) ? whole(number) : String(Number(number.toPrecision(3)));
}

function three(number) {
  return Math.abs(number) >= 100 ? whole(number) : number.toFixed(1);
}

/** `41.8 MB`, in powers of ten as file managers show. */
export function bytes(count) {
  for (const [unit, factor] of [['TB', 1e12], ['GB', 1e9], ['MB', 1e6], ['KB', 1e3]]) {
    if (Math.abs(count) >= factor) {
      return `${three(count / factor)} ${unit}`;
    }
  }
  return `${whole(count)} ${count === 1 ? 'byte' : 'bytes'}`;
}

/** `40 s`, `3 min 5 s`, `2 h 10 min`. */
export function duration(seconds) {
  const rounded = Math.round(seconds);
  if (seconds < 10 && seconds > 0) {
    return `${Number(seconds.toFixed(1))} s`;
  }
  if (rounded < 60) {
    return `${rounded} s`;
  }
  if (rounded < 3600) {
    return joined(Math.floor(rounded / 60), 'min', rounded % 60, 's');
  }
  const minutes = Math.round(rounded / 60);
  if (minutes < 24 * 60) {
    return joined(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  }
  const hours = Math.round(minutes / 60);
  return joined(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

function joined(large, largeUnit, small, smallUnit) {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

/** Round lengths in the shortest form: `24 h`, `15 min`, `3 d`. */
export function span(seconds) {
  return seconds % 3600 === 0 && seconds <= 48 * 3600 ? `${seconds / 3600} h` : duration(seconds);
}

export function percent(part) {
  return `${Math.floor(part * 100)} %`;
}

/** `1 job`, `5 jobs`. */
export function counted(number, one, many = `${one}s`) {
  return `${whole(number)} ${number === 1 ? one : many}`;
}
