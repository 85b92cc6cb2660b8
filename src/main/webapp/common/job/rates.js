const MOST = 300;
const APART_SECONDS = 0.9;

/**
 * The throughput so far, kept for this tab so that a reload still shows it.
 *
 * @param {{key: string, read: (status: object) => {seconds: number, samples: number, speed: number}}} options
 *     where they are kept, and what a status tells: the time since the start, the samples until then
 *     and, for the first point, the samples a second
 */
export function rates({ key: name, read }) {
  const key = `vmgather.rates.${name}`;
  let points = kept();
  let last = null;

  function kept() {
    try {
      return JSON.parse(sessionStorage.getItem(key)) ?? [];
    } catch {
      return [];
    }
  }

  function keep() {
    try {
      sessionStorage.setItem(key, JSON.stringify(points));
    } catch {
      // Full or forbidden: the curve then lasts as long as the page.
    }
  }

  return {
    /** Takes a status when enough time has passed since the last one. */
    add(status) {
      const now = read(status);
      if (points.length > 0 && points.at(-1)[0] > now.seconds * 1000) {
        points = [];
        last = null;
      }
      if (last && now.seconds - last.seconds < APART_SECONDS) {
        return;
      }
      if (last && now.samples >= last.samples) {
        points.push([now.seconds * 1000, (now.samples - last.samples) / (now.seconds - last.seconds)]);
      } else if (!last && now.samples > 0 && points.length === 0) {
        points.push([now.seconds * 1000, now.speed]);
      }
      last = now;
      if (points.length > MOST) {
        points = points.filter((_, index) => index % 2 === 0);
      }
      keep();
    },

    /** @returns {Array<[number, number]>} milliseconds since the start, samples a second */
    points() {
      return points;
    },
  };
}
