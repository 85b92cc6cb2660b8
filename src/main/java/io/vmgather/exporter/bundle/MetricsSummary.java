package io.vmgather.exporter.bundle;

import java.time.Instant;
import java.util.List;

/**
 * What the lines of a bundle say.
 *
 * @param lines JSON objects
 * @param samples pairs of value and timestamp
 * @param series distinct label sets
 * @param seriesExact false when there were more than the limit, then {@code series} is the limit
 * @param topMetrics names with the most series, the largest first
 * @param labelNames sorted, without {@code __name__}
 * @param first earliest timestamp; null without a sample
 * @param last latest timestamp; null without a sample
 */
public record MetricsSummary(
    long lines,
    long samples,
    long series,
    boolean seriesExact,
    List<NamedCount> topMetrics,
    List<String> labelNames,
    Instant first,
    Instant last) {

  /** A metric's name and how many series have it. */
  public record NamedCount(String name, long series) {}
}
