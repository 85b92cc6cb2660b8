package io.vmgather.importer.verify;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vmgather.common.TimeWindow;
import io.vmgather.common.plot.Point;
import io.vmgather.common.plot.ThinnedSeries;
import io.vmgather.common.vm.Params;
import io.vmgather.common.vm.VmClient;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Series of one metric as a target now answers them, thinned while they are read: memory for the
 * points and one line of the answer.
 */
public final class TargetPlot {
  private static final String NAME = "__name__";
  private static final int ROWS_A_LINE = 10_000;
  private static final ObjectReader LINES =
      JsonMapper.builder(
              JsonFactory.builder()
                  .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
                  .build())
          .build()
          .readerFor(Line.class);

  private TargetPlot() {}

  /**
   * One series.
   *
   * @param labels without the metric's name
   * @param samples that the target has of it in that time
   * @param points by time
   */
  public record Series(Map<String, String> labels, long samples, List<Point> points) {
    public Series {
      labels = Collections.unmodifiableMap(labels);
      points = List.copyOf(points);
    }
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Line(Map<String, String> metric, List<Double> values, List<Long> timestamps) {}

  /**
   * Asks the target.
   *
   * @param client at the path that answers queries
   * @param limit series at most; which ones is the target's choice
   * @param points of each at most, at least 3
   * @return by their labels
   * @throws io.vmgather.common.GatherException as a query fails
   */
  public static List<Series> of(
      VmClient client, String metric, TimeWindow window, int limit, int points) {
    Map<Map<String, String>, ThinnedSeries> chosen = new TreeMap<>(TargetPlot::compare);
    for (Map<String, String> labels : labelSets(client, metric, window, limit)) {
      chosen.put(labels, new ThinnedSeries(points));
    }
    if (!chosen.isEmpty()) {
      Params params =
          Params.of("max_rows_per_line", Integer.toString(ROWS_A_LINE))
              .and("match[]", chosen.keySet().stream().map(TargetSamples::selector).toList())
              .in(window);
      client.read("/api/v1/export", params, body -> read(body, chosen, points));
    }
    List<Series> all = new ArrayList<>();
    chosen.forEach(
        (labels, series) -> {
          Map<String, String> shown = new TreeMap<>(labels);
          shown.remove(NAME);
          all.add(new Series(shown, series.samples(), series.points()));
        });
    return all;
  }

  private static List<Map<String, String>> labelSets(
      VmClient client, String metric, TimeWindow window, int limit) {
    Params params =
        Params.of("match[]", TargetSamples.selector(List.of(metric)))
            .and("limit", limit)
            .in(window);
    List<Map<String, String>> sets = new ArrayList<>();
    for (JsonNode series : client.call("/api/v1/series", params).path("data")) {
      Map<String, String> labels = new TreeMap<>();
      series.properties().forEach(one -> labels.put(one.getKey(), one.getValue().asText()));
      if (sets.size() < limit) {
        sets.add(labels);
      }
    }
    return sets;
  }

  /** An attempt may come again from the start: what it had read does not count. */
  private static Void read(
      InputStream body, Map<Map<String, String>, ThinnedSeries> chosen, int points)
      throws IOException {
    chosen.replaceAll((labels, before) -> new ThinnedSeries(points));
    try (MappingIterator<Line> lines = LINES.readValues(body)) {
      while (lines.hasNextValue()) {
        Line line = lines.nextValue();
        // A selector by labels finds series that have more labels, too.
        ThinnedSeries series = chosen.get(new TreeMap<>(line.metric()));
        for (int i = 0; series != null && i < line.timestamps().size(); i++) {
          Double value = line.values().get(i);
          series.add(line.timestamps().get(i), value == null ? Double.NaN : value);
        }
      }
    }
    return null;
  }

  private static int compare(Map<String, String> one, Map<String, String> other) {
    return one.toString().compareTo(other.toString());
  }
}
