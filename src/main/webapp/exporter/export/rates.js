/** The throughput so far, kept for this tab so that a reload still shows it. */

const MOST = 300;
const APART_SECONDS = 0.9;

export function rates(jobId) {
  const key = `vmgather.exporter.rates.${jobId}`;
  let points = kept();
  let last = null;

  function kept() {
    try {
      return JSON.parse(sessionStorage.getItem(key)) ?? [];
    } catch {
      return [];
    }
  }

  return {
    /** Takes a status when enough time has passed since the last one. */
    add(status) {
      const now = { seconds: status.elapsed_seconds ?? 0, samples: status.samples_processed ?? 0 };
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
        points.push([now.seconds * 1000, status.samples_per_second ?? 0]);
      }
      last = now;
      if (points.length > MOST) {
        points = points.filter((_, index) => index % 2 === 0);
      }
      sessionStorage.setItem(key, JSON.stringify(points));
    },

    /** @returns {Array<[number, number]>} milliseconds since the start, samples a second */
    points() {
      return points;
    },
  };
}
