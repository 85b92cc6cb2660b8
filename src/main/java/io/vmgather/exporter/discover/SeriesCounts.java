package io.vmgather.exporter.discover;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.TimeWindow;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts series by job and instance. Up to a day the window's samples are read. A longer window is
 * counted by the index, whose grain is a day: reading weeks of samples for a number on a page would
 * meet the server's limits. Where the index can't be asked, {@value #POINTS} places of the window
 * are looked at; the count is then that of the fullest place, so churn makes it too low.
 */
final class SeriesCounts {
  static final int POINTS = 24;
  private static final int MAX_SERIES = 200_000;
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
      }
    }
    return byIndex(selectors, window).orElseGet(() -> byLooks(selectors, window));
  }

  private Optional<Map<Place, Long>> byIndex(Collection<String> selectors, TimeWindow window) {
    Map<Place, Long> found = new HashMap<>();
    AtomicInteger series = new AtomicInteger();
    try {
      queries.eachSeries(
          selectors,
          window,
          MAX_SERIES,
          () -> {
            found.clear();
            series.set(0);
          },
          labels -> {
            series.incrementAndGet();
            String job = labels.getOrDefault("job", "");
            found.merge(new Place(job, labels.getOrDefault("instance", "")), 1L, Long::sum);
          });
      // Series are told without a hint that the limit cut them.
      return series.get() < MAX_SERIES ? Optional.of(found) : Optional.empty();
    } catch (GatherException failure) {
      // A vmauth user may have the route of queries only.
      if (failure.code() != ErrorCode.ROUTE_MISSING && !Queries.tooMuch(failure)) {
        throw failure;
      }
      return Optional.empty();
    }
  }

  private Map<Place, Long> byLooks(Collection<String> selectors, TimeWindow window) {
    queries.warn("Counts are estimates: the server can't count the whole range.");
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
