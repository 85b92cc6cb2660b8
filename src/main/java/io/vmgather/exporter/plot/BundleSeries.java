package io.vmgather.exporter.plot;

import io.vmgather.common.plot.Point;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Series of one metric, as points to plot.
 *
 * @param totalSeries how many the bundle has, shown or not
 * @param totalExact false when it has more than are told apart: the number is a lower bound then
 * @param series the first ones by the order of their labels
 * @param truncated whether there are more than those shown
 */
public record BundleSeries(
    String metric, long totalSeries, boolean totalExact, List<Series> series, boolean truncated) {
  public BundleSeries {
    series = List.copyOf(series);
  }

  /**
   * One series.
   *
   * @param labels without the metric's name
   * @param samples that the bundle holds of it
   * @param points by time; the samples themselves where they are few enough
   */
  public record Series(Map<String, String> labels, long samples, List<Point> points) {
    public Series {
      labels = Collections.unmodifiableMap(labels);
      points = List.copyOf(points);
    }
  }
}
