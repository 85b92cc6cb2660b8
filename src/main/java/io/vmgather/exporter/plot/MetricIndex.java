package io.vmgather.exporter.plot;

import io.vmgather.common.bundle.SeriesSet;
import io.vmgather.common.line.ExportLine;
import io.vmgather.exporter.plot.BundleMetrics.Metric;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The metrics of a bundle, counted in one pass; afterwards unchanged and for any thread. */
final class MetricIndex {
  /** Told apart while counting, at 16 to 32 bytes each. */
  static final int MOST_SERIES = 1_000_000;

  private static final int MOST_NAMES = 100_000;
  private static final int MOST_BYTES = 8 * 1024 * 1024;
  private static final int ENTRY_BYTES = 120;

  private final List<Metric> metrics;
  private final boolean cut;
  private final boolean exact;
  private final int bytes;

  private MetricIndex(List<Metric> metrics, boolean cut, boolean exact, int bytes) {
    this.metrics = metrics;
    this.cut = cut;
    this.exact = exact;
    this.bytes = bytes;
  }

  static MetricIndex of(BundleLines lines, Path bundle) {
    Counting counting = new Counting(MOST_BYTES);
    lines.read(bundle, counting::line);
    return counting.index();
  }

  /** Roughly what it takes in memory. */
  int bytes() {
    return bytes;
  }

  /**
   * @param search part of a name, in either case; empty for all
   */
  BundleMetrics find(String search, int limit) {
    String part = search.toLowerCase(Locale.ROOT);
    List<Metric> found =
        metrics.stream().filter(m -> m.name().toLowerCase(Locale.ROOT).contains(part)).toList();
    List<Metric> listed = found.subList(0, Math.min(limit, found.size()));
    return new BundleMetrics(listed, found.size(), cut || listed.size() < found.size(), exact);
  }

  /** The pass. */
  private static final class Counting {
    private final Map<String, Count> counts = new TreeMap<>();
    private final SeriesSet series = new SeriesSet(MOST_SERIES);
    private final int mostBytes;
    private int bytes = ENTRY_BYTES;
    private boolean cut;

    Counting(int mostBytes) {
      this.mostBytes = mostBytes;
    }

    void line(ExportLine line) throws IOException {
      Count count = count(Labels.name(line));
      if (count != null) {
        count.samples += line.samples();
        count.series += series.add(Labels.hash(line)) ? 1 : 0;
      }
    }

    private Count count(String name) {
      Count known = counts.get(name);
      if (known != null) {
        return known;
      }
      long needed = bytes + ENTRY_BYTES + 2L * name.length();
      if (counts.size() == MOST_NAMES || needed > mostBytes) {
        cut = true;
        return null;
      }
      bytes = (int) needed;
      Count fresh = new Count();
      counts.put(name, fresh);
      return fresh;
    }

    MetricIndex index() {
      List<Metric> metrics =
          counts.entrySet().stream()
              .map(e -> new Metric(e.getKey(), e.getValue().series, e.getValue().samples))
              .toList();
      return new MetricIndex(metrics, cut, series.exact(), bytes);
    }
  }

  private static final class Count {
    private long series;
    private long samples;
  }
}
