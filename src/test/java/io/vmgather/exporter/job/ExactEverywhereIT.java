package io.vmgather.exporter.job;

import static io.vmgather.exporter.job.AwkwardData.START;
import static io.vmgather.exporter.job.Exports.AUTOMATIC;
import static io.vmgather.exporter.job.Exports.SINGLE;
import static io.vmgather.exporter.job.Exports.each;
import static io.vmgather.exporter.job.TestServers.ALL;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmgather.common.TimeWindow;
import io.vmgather.common.vm.Connection;
import io.vmgather.exporter.job.Exports.Wish;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The very samples through each kind of endpoint, and the fallback's points where there is none.
 */
class ExactEverywhereIT {
  private static final long HOUR = 3_600_000;
  private static final long LENGTH = HOUR + 120_000;

  @TempDir private Path folder;

  @BeforeAll
  static void store() {
    for (String server : List.of("SINGLE", "TENANT0", "TENANT1011")) {
      AwkwardData.store(TestServers.server(server), TestServers.RUN, LENGTH);
    }
  }

  static Stream<Arguments> endpoints() {
    return Stream.of(
        Arguments.of("single node", TestServers.to("SINGLE"), "SINGLE"),
        Arguments.of("select/0", TestServers.to("CLUSTER_SELECT_0"), "TENANT0"),
        Arguments.of("select/1011", TestServers.to("CLUSTER_SELECT_1011"), "TENANT1011"),
        Arguments.of("multitenant", TestServers.to("CLUSTER_SELECT_MULTITENANT"), "TENANT0"),
        Arguments.of("tenant 1011", TestServers.tenant("1011"), "TENANT1011"),
        Arguments.of("all tenants", TestServers.tenant("multitenant"), "TENANT0"),
        Arguments.of("basic", TestServers.vmauthBasic(), "SINGLE"),
        Arguments.of("bearer", TestServers.vmauthBearer(), "SINGLE"),
        Arguments.of("managed", TestServers.to("MANAGED"), "TENANT1011"),
        Arguments.of("TLS", TestServers.to("TLS"), "SINGLE"),
        Arguments.of("sub-path", TestServers.to("NGINX"), "SINGLE"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("endpoints")
  void bundleHoldsTheVerySamples(String name, Connection connection, String behind) {
    TimeWindow window = new TimeWindow(START + 1, START + HOUR + 30_000);
    SampleSet expected = SampleSet.ofLines(export(behind, window));
    Wish wish = Wish.selector("", ALL, window).at(connection).batches(each(47));
    Exports.Bundle plain = new Exports(folder).make(wish);
    plain.samples().assertSameAs(expected);
    assertThat(plain.outcome().route()).isEqualTo("export");
    Exports.Bundle hidden =
        new Exports(folder).make(wish.batches(AUTOMATIC).hide(Exports.hiding()));
    ReadBack back = new ReadBack(hidden.dictionary().privateMap());
    hidden
        .samples()
        .mapLabels(back::labels)
        .assertSameAs(expected.mapLabels(back::withoutBrackets));
  }

  static Stream<Arguments> fallbacks() {
    return Stream.of(
        Arguments.of("automatic", 0L, HOUR, AUTOMATIC, 0L, 60L),
        Arguments.of("automatic, 10 min, odd", 7L, 600_001L, AUTOMATIC, 0L, 30L),
        Arguments.of("single, odd", 7L, HOUR - 1, SINGLE, 0L, 60L),
        Arguments.of("47 s", 0L, HOUR, each(47), 0L, 60L),
        Arguments.of("47 s, odd", -1L, HOUR + 1, each(47), 0L, 60L),
        Arguments.of("30 s at 20 s", 0L, 900_000L, each(30), 20L, 20L),
        Arguments.of("47 s at 15 s, odd", 14_999L, 900_002L, each(47), 15L, 15L),
        Arguments.of("30 s at 7 min", 1L, HOUR, each(30), 420L, 420L));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("fallbacks")
  void withoutExportRouteEachStepHasItsLastSample(
      String name,
      long from,
      long to,
      ExportConfig.Batching batching,
      long asked,
      long stepSeconds) {
    TimeWindow window = new TimeWindow(START + from, START + to);
    Wish wish = Wish.selector("", ALL, window).at(TestServers.to("LEGACY"));
    Exports.Bundle bundle = new Exports(folder).make(wish.batches(batching).step(asked));
    assertThat(bundle.outcome().route()).isEqualTo("query_range");
    bundle.samples().assertSameAs(lastOfEachStep(window, stepSeconds * 1000));
  }

  private static SampleSet lastOfEachStep(TimeWindow window, long step) {
    List<SampleSet.Sample> points = new ArrayList<>();
    for (var series : SampleSet.ofLines(export("SINGLE", window)).bySeries().entrySet()) {
      TreeMap<Long, String> raw = new TreeMap<>();
      series.getValue().stream()
          .filter(sample -> sample.value() != null)
          .forEach(sample -> raw.put(sample.millis(), sample.value()));
      for (long at = window.startMillis(); at < window.endMillis(); at++) {
        // Behind the last whole step lies what the range's last millisecond stands for.
        boolean point = at % step == 0 || at == window.lastMillis();
        Map.Entry<Long, String> last = point ? raw.floorEntry(at) : null;
        long since = at % step == 0 ? at - step : at - at % step;
        if (last != null && last.getKey() > since) {
          points.add(new SampleSet.Sample(series.getKey(), at, last.getValue()));
        }
      }
    }
    return SampleSet.of(points);
  }

  static Stream<Arguments> expressions() {
    String rate = "sum by (job) (rate(awkward_borders" + ALL + "[1m]))";
    // With its own lookback: the one that VictoriaMetrics takes else follows from the gaps between
    // the samples that a request reads, so its answers depend on how a range is cut.
    String any =
        "max by (job,instance) (last_over_time({__name__=~\"awkward_.*\",run=\""
            + TestServers.RUN
            + "\"}[1m]))";
    return Stream.of(
        Arguments.of(rate, AUTOMATIC, 0L, 60L),
        Arguments.of(any, each(47), 0L, 60L),
        Arguments.of(any, each(30), 15L, 15L),
        Arguments.of("(" + any + " offset 1m) > 0", SINGLE, 77L, 77L),
        Arguments.of("1 / (awkward_infinite" + ALL + " - 3.25)", each(47), 15L, 15L));
  }

  @ParameterizedTest
  @MethodSource("expressions")
  void expressionsGiveEachPointOnce(
      String expression, ExportConfig.Batching batching, long asked, long stepSeconds) {
    TimeWindow window = new TimeWindow(START + 3, START + HOUR + 1);
    Wish wish = Wish.selector("", expression, window).query(expression, "metricsql");
    Wish there = wish.at(TestServers.to("SINGLE")).batches(batching).step(asked);
    new Exports(folder)
        .make(there)
        .samples()
        .assertSameAs(QueryRange.points(expression, window, stepSeconds * 1000));
  }

  @ParameterizedTest
  @MethodSource("expressions")
  void expressionsOfChosenJobsReadOnlyThese(
      String expression, ExportConfig.Batching batching, long asked, long stepSeconds) {
    TimeWindow window = new TimeWindow(START, START + HOUR);
    Wish wish = Wish.selector("", expression, window).query(expression, "").jobs("j1", "j2");
    Wish there = wish.at(TestServers.to("LEGACY")).batches(batching).step(asked);
    String narrowed = expression.replace("run=", "job=~\"j1|j2\",run=");
    new Exports(folder)
        .make(there)
        .samples()
        .assertSameAs(QueryRange.points(narrowed, window, stepSeconds * 1000));
  }

  private static String export(String server, TimeWindow window) {
    return TestServers.server(server).export(ALL, window.startMillis(), window.endMillis());
  }
}
