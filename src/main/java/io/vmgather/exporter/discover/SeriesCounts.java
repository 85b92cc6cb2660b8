package io.vmgather.exporter.discover;

import io.vmgather.common.GatherException;
import io.vmgather.common.TimeWindow;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts series by job and instance. Up to a day the whole window is read; a longer one is looked
 * at in {@value #POINTS} places, because reading weeks of samples for a number on a page would meet
 * the server's limits. There the count is that of the fullest place, so churn makes it too low.
 */
final class SeriesCounts {
  static final int POINTS = 24;
  private static final long WHOLE = Duration.ofDays(1).toMillis();
  private static final long GLANCE = Duration.ofMinutes(5).toMillis();

  /** Where a series belongs; parts are empty where the label is missing. */
  record Place(String job, String instance) {}

  private final Queries queries;

  SeriesCounts(Queries queries) {
    this.queries = queries;
  }

  Map<Place, Long> of(Collection<String> selectors, TimeWindow window) {
    if (window.lengthMillis() <= WHOLE) {
      try {
        return places(
            queries.instant(counting(selectors, window.lengthMillis()), window.lastMillis()));
      } catch (GatherException failure) {
        if (!Queries.tooMuch(failure) || window.lengthMillis() <= GLANCE) {
          throw failure;
        }
        queries.warn("Counts are estimates: the server refused to read the whole range for them.");
      }
    }
    long step = Math.max(1000, (window.lengthMillis() - GLANCE) / (POINTS - 1));
    long first = Math.max(window.startMillis() + GLANCE, window.lastMillis() - step * (POINTS - 1));
    return places(queries.range(counting(selectors, GLANCE), first, window.lastMillis(), step));
  }

  private static String counting(Collection<String> selectors, long lookback) {
    return "count by (job, instance) ("
        + Selectors.over("last_over_time", selectors, Queries.millis(lookback))
        + ")";
  }

  private static Map<Place, Long> places(List<Queries.Series> counts) {
    Map<Place, Long> found = new HashMap<>();
    for (Queries.Series one : counts) {
      found.merge(
          new Place(one.label("job"), one.label("instance")), (long) one.value(), Long::sum);
    }
    return found;
  }
}
