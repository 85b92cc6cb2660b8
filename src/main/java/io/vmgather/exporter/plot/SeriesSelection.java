package io.vmgather.exporter.plot;

import io.vmgather.common.bundle.SeriesSet;
import io.vmgather.common.line.ExportLine;
import io.vmgather.common.plot.ThinnedSeries;
import io.vmgather.exporter.plot.BundleSeries.Series;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The first series of a metric by the order of their label texts, found in one pass: a series that
 * is pushed out never belongs to them again, one that belongs to them is in from its first line.
 */
final class SeriesSelection {
  private final String metric;
  private final int limit;
  private final int mostPoints;
  private final TreeMap<String, Kept> first = new TreeMap<>();
  private final SeriesSet all = new SeriesSet(MetricIndex.MOST_SERIES);

  private record Kept(Map<String, String> labels, ThinnedSeries samples) {}

  SeriesSelection(String metric, int limit, int mostPoints) {
    this.metric = metric;
    this.limit = limit;
    this.mostPoints = mostPoints;
  }

  void line(ExportLine line) throws IOException {
    if (!Labels.name(line).equals(metric)) {
      return;
    }
    all.add(Labels.hash(line));
    Kept kept = kept(Labels.text(line));
    if (kept != null) {
      ThinnedSeries samples = kept.samples();
      line.forEachSample((b, from, to, millis) -> samples.add(millis, value(b, from, to)));
    }
  }

  boolean found() {
    return all.size() > 0;
  }

  BundleSeries result() {
    List<Series> series = new ArrayList<>();
    for (Kept kept : first.values()) {
      series.add(new Series(kept.labels(), kept.samples().samples(), kept.samples().points()));
    }
    return new BundleSeries(metric, all.size(), all.exact(), series, series.size() < all.size());
  }

  /** Null when the series is not among the first ones. */
  private Kept kept(String text) throws IOException {
    Kept known = first.get(text);
    if (known != null || (first.size() == limit && text.compareTo(first.lastKey()) > 0)) {
      return known;
    }
    if (first.size() == limit) {
      first.pollLastEntry();
    }
    Map<String, String> labels = Labels.parse(text);
    labels.remove(Labels.NAME);
    Kept fresh = new Kept(labels, new ThinnedSeries(mostPoints));
    first.put(text, fresh);
    return fresh;
  }

  // Source of the forms: VictoriaMetrics app/vmselect/prometheus/export.qtpl
  private static double value(byte[] b, int from, int to) {
    if (b[from] == 'n') {
      return Double.NaN;
    }
    int quote = b[from] == '"' ? 1 : 0;
    String text = new String(b, from + quote, to - from - 2 * quote, StandardCharsets.US_ASCII);
    return Double.parseDouble(text);
  }
}
