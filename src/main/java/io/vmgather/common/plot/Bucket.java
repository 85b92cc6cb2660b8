package io.vmgather.common.plot;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A span of time: its lowest and its highest sample and a gap; of equals the earliest. */
final class Bucket {
  private Point low;
  private Point high;
  private Point gap;

  void add(Point point) {
    if (point.gap()) {
      gap = earlier(point, gap) ? point : gap;
    } else {
      low = low == null || point.value() < low.value() || same(point, low) ? point : low;
      high = high == null || point.value() > high.value() || same(point, high) ? point : high;
    }
  }

  void add(Bucket other) {
    Stream.of(other.low, other.high, other.gap).filter(Objects::nonNull).forEach(this::add);
  }

  /** Number of points, 1 to 3 once there is a sample. It never falls when samples come. */
  int size() {
    return (low == null ? 0 : low.equals(high) ? 1 : 2) + (gap == null ? 0 : 1);
  }

  List<Point> points() {
    return Stream.of(low, high, gap)
        .filter(Objects::nonNull)
        .distinct()
        .sorted(Comparator.comparingLong(Point::millis))
        .toList();
  }

  /** Whether the value is the same, and comes earlier. */
  private static boolean same(Point point, Point kept) {
    return point.value() == kept.value() && earlier(point, kept);
  }

  private static boolean earlier(Point point, Point kept) {
    return kept == null || point.millis() < kept.millis();
  }
}
