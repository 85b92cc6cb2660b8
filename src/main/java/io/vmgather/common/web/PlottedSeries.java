package io.vmgather.common.web;

import io.vmgather.common.plot.Point;
import java.util.List;
import java.util.Map;

/**
 * One series to plot.
 *
 * @param labels without the metric's name
 * @param samples that there are of it
 * @param points by time
 */
public record PlottedSeries(Map<String, String> labels, long samples, List<PlottedPoint> points) {
  /** Of what was thinned. */
  public static PlottedSeries of(Map<String, String> labels, long samples, List<Point> points) {
    return new PlottedSeries(labels, samples, points.stream().map(PlottedPoint::of).toList());
  }
}
