package io.vmgather.exporter.job;

import static io.vmgather.exporter.job.AwkwardData.START;
import static io.vmgather.exporter.job.Exports.AUTOMATIC;
import static io.vmgather.exporter.job.Exports.SINGLE;
import static io.vmgather.exporter.job.Exports.each;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmgather.VmServer;
import io.vmgather.common.TimeWindow;
import io.vmgather.exporter.job.Exports.Wish;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A bundle holds the very samples that one raw export of {@code [start, end)} gives. */
class ExactSamplesIT {
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final long LENGTH = 7 * HOUR;
  private static final String ALL = "{run=\"exact\"}";

  @TempDir private static Path serverFolder;
  private static VmServer server;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    server = VmServer.start(serverFolder);
    AwkwardData.store(server, "exact", LENGTH);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Stream<Arguments> splits() {
    return Stream.of(
        Arguments.of("10 min automatic", window(0, 10 * MINUTE), AUTOMATIC),
        Arguments.of("1 h automatic", window(HOUR, 2 * HOUR), AUTOMATIC),
        Arguments.of("7 h automatic", window(0, LENGTH), AUTOMATIC),
        Arguments.of("7 h automatic, odd", window(-7, LENGTH + 9), AUTOMATIC),
        Arguments.of("10 min in 30 s", window(0, 10 * MINUTE), each(30)),
        Arguments.of("20 min in 30 s, odd", window(1, 20 * MINUTE + 1), each(30)),
        Arguments.of("1 h in 47 s", window(HOUR, 2 * HOUR), each(47)),
        Arguments.of("1 h in 47 s, odd", window(HOUR - 1, 2 * HOUR + 333), each(47)),
        Arguments.of("7 h in 1 h", window(0, LENGTH), each(3600)),
        Arguments.of("7 h in 1 h, odd", window(14_999, LENGTH - 1), each(3600)),
        Arguments.of("7 h at once", window(0, LENGTH), SINGLE),
        Arguments.of("7 h at once, odd", window(15_001, LENGTH - 15_001), SINGLE),
        Arguments.of("1 ms", window(15_000, 15_001), SINGLE));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("splits")
  void bundleHoldsTheVerySamples(String name, TimeWindow window, ExportConfig.Batching batching) {
    SampleSet expected = expected(ALL, window);
    Wish wish = Wish.selector(server.url(), ALL, window).batches(batching);
    Exports.Bundle bundle = new Exports(folder).make(wish);
    bundle.samples().assertSameAs(expected);
    assertThat(bundle.outcome().samples()).isEqualTo(expected.size());
    assertThat(bundle.outcome().series()).isEqualTo(expected.bySeries().size());
    assertThat(bundle.outcome().route()).isEqualTo("export");
    assertThat(bundle.outcome().warnings()).isEmpty();
  }

  @Test
  void dataHoldsWhatBreaksCarelessExporters() {
    SampleSet data = expected(ALL, window(0, LENGTH));
    assertThat(data.samples())
        .extracting(SampleSet.Sample::value)
        .contains("Infinity", "-Infinity", null, "-0.001");
    assertThat(data.bySeries()).hasSize(13);
    assertThat(data.size()).isGreaterThan(20_000);
  }

  @Test
  void chosenJobsNarrowEachBranchOfASelectorAndKeepRawSamples() {
    TimeWindow window = window(0, HOUR);
    String either = "{run=\"exact\",__name__=~\"awkward_odd\" or run=\"exact\",note!=\"\"}";
    String job = "job=~\"j2|a/b\\\\|c\\\\.d\\\"e\"";
    Wish wish = Wish.selector(server.url(), either, window).jobs("j2", "a/b|c.d\"e");
    Exports.Bundle bundle = new Exports(folder).make(wish);
    bundle
        .samples()
        .assertSameAs(
            expected(
                "{run=\"exact\",__name__=~\"awkward_odd\","
                    + job
                    + " or run=\"exact\",note!=\"\","
                    + job
                    + "}",
                window));
    assertThat(bundle.samples().bySeries().keySet())
        .extracting(labels -> labels.get("job"))
        .containsExactlyInAnyOrder("j2", "j2", "j2", "a/b|c.d\"e");
  }

  @Test
  void droppedLabelsAreGoneAndNothingElse() {
    TimeWindow window = window(0, HOUR);
    var drop =
        new ExportConfig.Obfuscation(
            false, false, false, true, List.of(), List.of("note", "instance"));
    SampleSet bundle =
        new Exports(folder).make(Wish.selector(server.url(), ALL, window).hide(drop)).samples();
    bundle.assertSameAs(
        expected(ALL, window)
            .mapLabels(
                labels -> {
                  Map<String, String> rest = new TreeMap<>(labels);
                  rest.keySet().removeAll(List.of("note", "instance"));
                  return rest;
                }));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("splits")
  void hiddenNamesReadBackAreTheVerySamples(
      String name, TimeWindow window, ExportConfig.Batching batching) {
    Wish wish =
        Wish.selector(server.url(), ALL, window).batches(batching).hide(Exports.hiding("run"));
    Exports.Bundle bundle = new Exports(folder).make(wish);
    ReadBack back = new ReadBack(bundle.dictionary().privateMap());
    bundle
        .samples()
        .mapLabels(back::labels)
        .assertSameAs(expected(ALL, window).mapLabels(back::withoutBrackets));
  }

  @Test
  void randomSeriesAndSplitsStayExact() throws Exception {
    Random random = new Random(20261122);
    for (int run = 0; run < 6; run++) {
      String label = "random" + run;
      server.store(randomSeries(random, label));
      for (int split = 0; split < 3; split++) {
        long from = random.nextInt(20 * 60_000) - 5 * MINUTE;
        TimeWindow window = window(from, from + 1 + random.nextInt(30 * 60_000));
        SampleSet expected = SampleSet.ofLines(export("{run=\"" + label + "\"}", window));
        if (expected.size() == 0) {
          continue;
        }
        ExportConfig.Batching batching =
            switch (split) {
              case 0 -> AUTOMATIC;
              case 1 -> each(30 + random.nextInt(300));
              default -> SINGLE;
            };
        Path here = Files.createDirectory(folder.resolve(label + "-" + split));
        Wish wish = Wish.selector(server.url(), "{run=\"" + label + "\"}", window);
        new Exports(here).make(wish.batches(batching)).samples().assertSameAs(expected);
      }
    }
  }

  private static String randomSeries(Random random, String run) {
    StringBuilder lines = new StringBuilder();
    int series = 1 + random.nextInt(30);
    for (int i = 0; i < series; i++) {
      int cadence = 1 + random.nextInt(90_000);
      Map<Long, String> samples = new TreeMap<>();
      long at = START - 10 * MINUTE + random.nextInt(cadence);
      for (int n = 0; n < 2000 && at < START + 60 * MINUTE; n++) {
        samples.put(at, random.nextInt(20) == 0 ? "\"-Infinity\"" : random.nextInt(1000) + ".25");
        at += 1 + random.nextInt(2 * cadence);
      }
      Map<String, String> labels = new HashMap<>(Map.of("__name__", "m" + i % 3, "run", run));
      labels.put("i", new String(Character.toChars(0x21 + random.nextInt(0x500))) + i);
      lines.append(AwkwardData.line(labels, samples));
    }
    return lines.toString();
  }

  @Test
  void oneSampleAStepFollowsTheDeduplicationRuleAtAnySplit() {
    TimeWindow window = window(1234, 2 * HOUR + 77);
    for (long step : List.of(10L, 60L, 420L)) {
      SampleSet expected = thinned(expected(ALL, window), step * 1000);
      for (ExportConfig.Batching batching : List.of(AUTOMATIC, each(47), each(3600), SINGLE)) {
        Wish wish = Wish.selector(server.url(), ALL, window).step(step).batches(batching);
        new Exports(folder).make(wish).samples().assertSameAs(expected);
      }
    }
  }

  /** Of each {@code (k·step, (k+1)·step]} the last sample. Timestamps in the data are unique. */
  private static SampleSet thinned(SampleSet raw, long step) {
    List<SampleSet.Sample> kept = new ArrayList<>();
    for (List<SampleSet.Sample> series : raw.bySeries().values()) {
      Map<Long, SampleSet.Sample> last = new TreeMap<>();
      series.forEach(sample -> last.put(Math.floorDiv(sample.millis() - 1, step), sample));
      kept.addAll(last.values());
    }
    return SampleSet.of(kept);
  }

  @Test
  void serversWithDeduplicationGiveTheSameAsTheStep(@TempDir Path deduplicating) {
    // Whole intervals, so that the server's own rule sees what the range holds.
    TimeWindow window = window(1, HOUR + 1);
    try (VmServer other = VmServer.start(deduplicating, "-dedup.minScrapeInterval=60s")) {
      AwkwardData.store(other, "exact", HOUR + MINUTE);
      SampleSet expected = SampleSet.ofLines(other.export(ALL, START + 1, START + HOUR + 1));
      Wish wish = Wish.selector(server.url(), ALL, window).step(60).batches(each(47));
      new Exports(folder).make(wish).samples().assertSameAs(expected);
    }
  }

  private static SampleSet expected(String selector, TimeWindow window) {
    return SampleSet.ofLines(export(selector, window));
  }

  private static String export(String selector, TimeWindow window) {
    return server.export(selector, window.startMillis(), window.endMillis());
  }

  private static TimeWindow window(long from, long to) {
    return new TimeWindow(START + from, START + to);
  }
}
