package io.vmgather.exporter.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgather.VmServer;
import io.vmgather.common.TimeWindow;
import io.vmgather.common.plot.Point;
import io.vmgather.exporter.job.Exports.Wish;
import io.vmgather.exporter.plot.BundleMetrics;
import io.vmgather.exporter.plot.BundlePlots;
import io.vmgather.exporter.plot.BundleSeries;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a look inside a real bundle shows, against what VictoriaMetrics says. */
class LookInsideIT {
  private static final long MINUTE = 60_000;
  private static final long LENGTH = 7 * 60 * MINUTE;
  private static final String ALL = "{run=\"look\"}";
  private static final int MOST = 50;

  @TempDir private static Path serverFolder;
  @TempDir private static Path folder;
  private static VmServer server;
  private static Path bundle;

  private final BundlePlots plots = new BundlePlots(1024 * 1024, 1, Duration.ZERO);

  @BeforeAll
  static void export() {
    server = VmServer.start(serverFolder);
    AwkwardData.store(server, "look", LENGTH);
    TimeWindow window = new TimeWindow(AwkwardData.START, AwkwardData.START + LENGTH);
    Wish wish = Wish.selector(server.url(), ALL, window).batches(Exports.each(1800));
    bundle = new Exports(folder).make(wish).file();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void metricsAndTheirCountsAreThoseOfTheSource() {
    Map<String, List<SampleSet.Sample>> expected =
        source(LENGTH).samples().stream().collect(Collectors.groupingBy(LookInsideIT::metric));

    List<BundleMetrics.Metric> found = plots.metrics(bundle, "", 10_000).metrics();

    assertThat(found).hasSameSizeAs(expected.keySet());
    assertThat(found)
        .allSatisfy(
            metric -> {
              List<SampleSet.Sample> samples = expected.get(metric.name());
              assertThat(metric.samples()).isEqualTo(samples.size());
              assertThat(metric.series()).isEqualTo(SampleSet.of(samples).bySeries().size());
            });
  }

  @Test
  void pointsOfShortSeriesAreTheSourcesSamplesAndLongOnesKeepTheirExtremes() {
    Map<Map<String, String>, List<SampleSet.Sample>> expected = source(LENGTH).bySeries();
    int whole = 0;
    for (BundleSeries.Series series : shown()) {
      List<Point> samples = points(expected.remove(series.labels()));
      assertThat(series.samples()).isEqualTo(samples.size());
      if (samples.size() <= BundlePlots.MOST_POINTS) {
        assertThat(series.points()).isEqualTo(samples);
        whole++;
      } else {
        assertThat(samples).containsAll(series.points());
        assertThat(highest(series.points())).isEqualTo(highest(samples));
      }
    }
    assertThat(expected).isEmpty();
    assertThat(whole).isPositive();
  }

  /** All series, with their names among the labels. */
  private List<BundleSeries.Series> shown() {
    List<BundleSeries.Series> all = new ArrayList<>();
    for (BundleMetrics.Metric metric : plots.metrics(bundle, "", 10_000).metrics()) {
      BundleSeries found = plots.series(bundle, metric.name(), MOST, BundlePlots.MOST_POINTS);
      for (BundleSeries.Series series : found.series()) {
        Map<String, String> labels = new TreeMap<>(series.labels());
        labels.put("__name__", metric.name());
        all.add(new BundleSeries.Series(labels, series.samples(), series.points()));
      }
    }
    return all;
  }

  private static SampleSet source(long length) {
    return SampleSet.ofLines(server.export(ALL, AwkwardData.START, AwkwardData.START + length));
  }

  private static String metric(SampleSet.Sample sample) {
    return sample.labels().get("__name__");
  }

  private static List<Point> points(List<SampleSet.Sample> samples) {
    return samples.stream().map(s -> new Point(s.millis(), value(s.value()))).toList();
  }

  private static double value(String text) {
    return text == null ? Double.NaN : Double.parseDouble(text);
  }

  private static double highest(List<Point> points) {
    return points.stream()
        .filter(point -> !point.gap())
        .mapToDouble(Point::value)
        .max()
        .orElseThrow();
  }
}
