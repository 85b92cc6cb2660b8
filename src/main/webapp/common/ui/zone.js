/** In which zone times are shown: UTC or the browser's own. Kept for the next visit. */

const KEY = 'vmgather.zone';
const changes = new EventTarget();
let current = localStorage.getItem(KEY) === 'local' ? 'local' : 'UTC';

/** @returns {'UTC'|'local'} */
export function zone() {
  return current;
}

export function setZone(name) {
  current = name;
  localStorage.setItem(KEY, name);
  changes.dispatchEvent(new Event('change'));
}

export function onZone(listener, signal) {
  changes.addEventListener('change', listener, { signal });
}

/** `UTC`, or the browser's zone such as `CET` at the moment `at`. */
export function zoneName(at = new Date(), which = current) {
  if (which === 'UTC') {
    return 'UTC';
  }
  const parts = new Intl.DateTimeFormat('en-GB', { timeZoneName: 'short' }).formatToParts(new Date(at));
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? 'local';
}

function fields(at, options) {
  const format = new Intl.DateTimeFormat('en-GB', {
    hourCycle: 'h23',
    timeZone: current === 'UTC' ? 'UTC' : undefined,
    ...options,
  });
  return Object.fromEntries(format.formatToParts(new Date(at)).map((part) => [part.type, part.value]));
}

/** `10:22`. */
export function clock(at) {
  const part = fields(at, { hour: '2-digit', minute: '2-digit' });
  return `${part.hour}:${part.minute}`;
}

/** `10:22:07`. */
export function clockSeconds(at) {
  const part = fields(at, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
  return `${part.hour}:${part.minute}:${part.second}`;
}

/** `22 Nov`, with the year when it is another one than now. */
export function day(at) {
  const part = fields(at, { day: 'numeric', month: 'short', year: 'numeric' });
  const sameYear = part.year === String(new Date().getFullYear());
  return `${part.day} ${part.month}${sameYear ? '' : ` ${part.year}`}`;
}

/** `22 Nov 10:22`, without the zone. */
export function moment(at) {
  return `${day(at)} ${clock(at)}`;
}

/** `22 Nov 10:22 UTC`. */
export function momentInZone(at) {
  return `${moment(at)} ${zoneName(at)}`;
}

/** What `<input type="datetime-local">` holds for a moment. */
export function toField(at) {
  const part = fields(at, {
    year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
  });
  return `${part.year}-${part.month}-${part.day}T${part.hour}:${part.minute}:${part.second}`;
}

/** @returns {number} milliseconds, NaN when the field is not a time */
export function fromField(text) {
  return Date.parse(current === 'UTC' && text ? `${text}Z` : text);
}
