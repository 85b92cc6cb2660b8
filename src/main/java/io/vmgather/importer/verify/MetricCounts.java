package io.vmgather.importer.verify;

import io.vmgather.common.bundle.SeriesSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many series and samples of each metric were sent, and when: what cuts the work into parts
 * that fit the memory. For one thread.
 */
final class MetricCounts {
  private static final int MOST_SERIES_KNOWN = 4_000_000;
  private static final int MOST_METRICS_LISTED = 10_000;

  private final Map<String, Count> byName = new HashMap<>();
  private final SeriesSet series = new SeriesSet(MOST_SERIES_KNOWN);
  private Map<String, String> lastLabels;
  private long lastKey;
  private long samples;
  private long firstMillis = Long.MAX_VALUE;
  private long lastMillis = Long.MIN_VALUE;

  /** One metric. */
  static final class Count {
    private final String name;
    private int series;
    private long samples;

    Count(String name) {
      this.name = name;
    }

    String name() {
      return name;
    }

    int series() {
      return series;
    }

    long samples() {
      return samples;
    }
  }

  static MetricCounts of(SentSamples sent) {
    MetricCounts counts = new MetricCounts();
    sent.read(counts::line);
    return counts;
  }

  private void line(Map<String, String> labels, long[] timestamps, int count) {
    if (count == 0) {
      return;
    }
    if (labels != lastLabels) {
      lastLabels = labels;
      lastKey = SeriesKey.of(labels);
    }
    Count metric =
        byName.computeIfAbsent(labels.getOrDefault(SeriesKey.NAME, ""), name -> new Count(name));
    // Beyond what is remembered each line counts as a series: the parts get smaller, no more.
    if (series.add(lastKey) || !series.exact()) {
      metric.series++;
    }
    metric.samples += count;
    samples += count;
    for (int i = 0; i < count; i++) {
      firstMillis = Math.min(firstMillis, timestamps[i]);
      lastMillis = Math.max(lastMillis, timestamps[i]);
    }
  }

  boolean isEmpty() {
    return samples == 0;
  }

  long series() {
    return series.size();
  }

  long firstMillis() {
    return firstMillis;
  }

  long lastMillis() {
    return lastMillis;
  }

  /** The first ten thousand by name. */
  List<SentMetric> metrics() {
    return byName.values().stream()
        .sorted((a, b) -> a.name.compareTo(b.name))
        .limit(MOST_METRICS_LISTED)
        .map(metric -> new SentMetric(metric.name, metric.series, metric.samples))
        .toList();
  }

  /** The metrics in parts of at most so many series; a larger metric is a part of its own. */
  List<List<Count>> parts(int mostSeries) {
    List<List<Count>> parts = new ArrayList<>();
    List<Count> part = new ArrayList<>();
    int size = 0;
    for (Count metric :
        byName.values().stream().sorted((a, b) -> a.name.compareTo(b.name)).toList()) {
      if (!part.isEmpty() && size + metric.series > mostSeries) {
        parts.add(part);
        part = new ArrayList<>();
        size = 0;
      }
      part.add(metric);
      size += metric.series;
    }
    if (!part.isEmpty()) {
      parts.add(part);
    }
    return parts;
  }
}
