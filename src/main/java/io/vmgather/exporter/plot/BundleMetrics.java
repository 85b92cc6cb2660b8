package io.vmgather.exporter.plot;

import java.util.List;

/**
 * Metrics of a bundle.
 *
 * @param metrics by name
 * @param total names that matched, listed or not
 * @param truncated whether there are more than those listed
 * @param seriesExact false when the bundle has more series than are told apart: their numbers are
 *     lower bounds then
 */
public record BundleMetrics(
    List<Metric> metrics, int total, boolean truncated, boolean seriesExact) {
  public BundleMetrics {
    metrics = List.copyOf(metrics);
  }

  /**
   * One metric.
   *
   * @param name empty for series without one
   * @param series distinct label sets
   * @param samples of all of them
   */
  public record Metric(String name, long series, long samples) {}
}
