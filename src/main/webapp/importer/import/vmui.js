/** The target's own page, opened at the time that was imported; null when it is not known. */
export function vmuiAddress({ vmui_url: base, range }) {
  if (!base || !/^https?:\/\//.test(base)) {
    return null;
  }
  const [start, end] = [Date.parse(range?.start), Date.parse(range?.end)];
  if (!(end > start)) {
    return base;
  }
  const seconds = Math.max(60, Math.ceil((end - start) / 1000));
  // vmui reads its own parameters behind the hash, and the end as a time of UTC without a zone.
  const query = new URLSearchParams({
    'g0.expr': 'count({__name__!=""}) by (job)',
    'g0.range_input': `${seconds}s`,
    'g0.end_input': new Date(end).toISOString().slice(0, 19),
    'g0.relative_time': 'none',
    'g0.tab': '0',
  });
  return `${base}#/?${query}`;
}
