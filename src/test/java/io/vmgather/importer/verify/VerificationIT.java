package io.vmgather.importer.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgather.Apart;
import io.vmgather.VmServer;
import io.vmgather.common.vm.Connection;
import io.vmgather.common.vm.VmClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What is found on a real VictoriaMetrics of what was sent to it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Apart
class VerificationIT {
  private static final long NOW = System.currentTimeMillis() / 1000 * 1000;
  private static final long DAY = 24L * 3600 * 1000;
  private static final Kept KEPT = new Kept("30d", NOW - 30 * DAY, NOW + 2 * DAY, 6, 0);

  private VmServer server;
  private int run;

  @BeforeAll
  void start(@TempDir Path folder) {
    server = VmServer.start(folder, "-retentionPeriod=30d", "-maxLabelsPerTimeseries=6");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  /** Lines that are sent, and what should come of them. */
  private static final class Sent implements SentSamples {
    private final List<Map<String, String>> labels = new ArrayList<>();
    private final List<long[]> timestamps = new ArrayList<>();

    Sent line(Map<String, String> series, long... millis) {
      labels.add(new TreeMap<>(series));
      timestamps.add(millis);
      return this;
    }

    @Override
    public void read(LineConsumer consumer) {
      for (int i = 0; i < labels.size(); i++) {
        consumer.line(labels.get(i), timestamps.get(i).clone(), timestamps.get(i).length);
      }
    }

    String json() {
      StringBuilder all = new StringBuilder();
      for (int i = 0; i < labels.size(); i++) {
        String metric =
            labels.get(i).entrySet().stream()
                .map(label -> '"' + label.getKey() + "\":\"" + label.getValue() + '"')
                .collect(Collectors.joining(","));
        String values =
            Arrays.stream(timestamps.get(i))
                .mapToObj(t -> t % 7000 == 0 ? "\"Infinity\"" : "1.5")
                .collect(Collectors.joining(","));
        String stamps =
            Arrays.stream(timestamps.get(i))
                .mapToObj(Long::toString)
                .collect(Collectors.joining(","));
        all.append("{\"metric\":{")
            .append(metric)
            .append("},\"values\":[")
            .append(values)
            .append("],\"timestamps\":[")
            .append(stamps)
            .append("]}\n");
      }
      return all.toString();
    }
  }

  private Map<String, String> series(String name, String... labels) {
    Map<String, String> series = new HashMap<>(Map.of("__name__", name + "_" + run));
    for (int i = 0; i < labels.length; i += 2) {
      series.put(labels[i], labels[i + 1]);
    }
    return series;
  }

  private static long[] every(long start, long step, int count) {
    long[] millis = new long[count];
    Arrays.setAll(millis, i -> start + i * step);
    return millis;
  }

  private VerificationReport verify(SentSamples sent) {
    return verify(server.url(), sent, KEPT, Duration.ofSeconds(1), new ArrayList<>());
  }

  private static VerificationReport verify(
      String url, SentSamples sent, Kept kept, Duration patience, List<VerificationReport> heard) {
    Waiting waiting =
        new Waiting(
            patience,
            Duration.ofSeconds(60),
            Clock.systemUTC(),
            () -> false,
            time -> Thread.sleep(time.toMillis()));
    try (VmClient client = VmClient.open(Connection.to(url))) {
      return Verification.run(client, sent, kept, waiting, heard::add);
    }
  }

  @Test
  void everySampleIsFoundHoweverItsSeriesIsCutSentTwiceOrOutOfOrder() {
    run++;
    Sent sent = new Sent();
    long start = NOW - 40_000_000;
    for (int i = 0; i < 30; i++) {
      Map<String, String> one = series("m" + i % 5, "i", "x" + i, "q", "a\\\\b\\\"é");
      sent.line(one, every(start, 15_000, 500));
      // The border sample twice, as older tools write it.
      sent.line(one, every(start + 499 * 15_000L, 15_000, 500));
    }
    sent.line(series("later"), every(start + 100_000, 1000, 10));
    sent.line(series("later"), every(start, 1000, 10));
    server.store(sent.json());
    server.store(sent.json());
    VerificationReport report = verify(unescaped(sent));
    assertThat(report.message())
        .startsWith("All 29,990 samples of 31 series are there; ")
        .contains(" are there more than once", "-dedup.minScrapeInterval");
    assertThat(report.repeatedSamples()).isGreaterThan(29_990);
    assertThat(report.verified()).isTrue();
    assertThat(report.seriesSeen()).isEqualTo(1);
    assertThat(report.query()).isEqualTo("{__name__=\"later_" + run + "\"}");
  }

  /** The labels as a reader of the JSON has them. */
  private static Sent unescaped(Sent sent) {
    Sent plain = new Sent();
    for (int i = 0; i < sent.labels.size(); i++) {
      Map<String, String> labels = new TreeMap<>(sent.labels.get(i));
      labels.replaceAll((name, value) -> value.replace("\\\\", "\\").replace("\\\"", "\""));
      plain.line(labels, sent.timestamps.get(i));
    }
    return plain;
  }

  @Test
  void samplesOfOthersInTheSameSeriesDoNotMakeUpForMissingOnes() {
    run++;
    long start = NOW - 1_000_000;
    Sent arrived = new Sent().line(series("m", "i", "a"), every(start, 10_000, 45));
    Sent others = new Sent().line(series("m", "i", "a"), every(start + 5_000, 10_000, 5));
    Sent sent = new Sent().line(series("m", "i", "a"), every(start, 10_000, 50));
    server.store(arrived.json());
    server.store(others.json());
    VerificationReport report = verify(sent);
    assertThat(report.verified()).isFalse();
    assertThat(report.samplesExpected()).isEqualTo(50);
    assertThat(report.samplesFound()).isEqualTo(45);
    assertThat(report.extraSamples()).isEqualTo(5);
    assertThat(report.message()).isEqualTo("5 samples of 1 series are missing");
  }

  @Test
  void samplesThatWereThereBeforeAreSaid() {
    run++;
    long start = NOW - 1_000_000;
    Sent sent = new Sent().line(series("m", "i", "a"), every(start, 10_000, 50));
    server.store(sent.json());
    server.store(new Sent().line(series("m", "i", "a"), every(start + 5, 10_000, 20)).json());
    server.store(new Sent().line(series("m", "i", "b"), every(start, 10_000, 20)).json());
    VerificationReport report = verify(sent);
    assertThat(report.verified()).isTrue();
    assertThat(report.message())
        .isEqualTo(
            "All 50 samples of 1 series are there; 20 other samples were stored in the same"
                + " series");
  }

  @Test
  void eachDifferenceHasItsCause() {
    run++;
    long start = NOW - 1_000_000;
    Sent sent = new Sent();
    sent.line(series("old", "i", "a"), every(NOW - 60 * DAY, 10_000, 30));
    sent.line(
        series("wide", "a", "1", "b", "2", "c", "3", "d", "4", "e", "5", "f", "6"),
        every(start, 10_000, 20));
    sent.line(series("fits", "a", "1", "b", "2", "c", "3", "d", "4", "e", "5"), start);
    sent.line(series("gone", "i", "a"), every(start, 10_000, 10));
    sent.line(series("future", "i", "a"), NOW + 4 * DAY);
    server.store(sent.json());
    server.post(
        "/api/v1/admin/tsdb/delete_series", Map.of("match[]", "{__name__=\"gone_" + run + "\"}"));
    VerificationReport report = verify(sent);
    assertThat(report.state()).isEqualTo(VerificationReport.State.DIFFERENT);
    assertThat(report.differences())
        .extracting(difference -> difference.labels().get("__name__").replaceFirst("_.*", ""))
        .containsExactly("old", "wide", "gone", "future");
    assertThat(report.differences())
        .extracting(Difference::cause)
        .containsExactly(Cause.RETENTION, Cause.LABEL_LIMIT, Cause.OTHER, Cause.FUTURE);
    assertThat(report.differences()).extracting(Difference::found).containsOnly(0L);
    assertThat(report.differences().get(1).reason()).isEqualTo("7 labels; the target takes 6");
    assertThat(report.differencesTotal()).isEqualTo(4);
    assertThat(report.samplesFound()).isEqualTo(1);
  }

  @Test
  void samplesThatAreNotSearchableYetAreWaitedFor() throws Exception {
    run++;
    Sent sent = new Sent().line(series("m", "i", "a"), every(NOW - 900_000, 1000, 500));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.url() + "/api/v1/import"))
            .POST(HttpRequest.BodyPublishers.ofString(sent.json()))
            .build();
    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
    List<VerificationReport> heard = new ArrayList<>();
    VerificationReport report = verify(server.url(), sent, KEPT, Duration.ofSeconds(20), heard);
    assertThat(report.verified()).isTrue();
    assertThat(heard).last().isEqualTo(report);
  }

  @Test
  void samplesThatDeduplicationDroppedAreNamed(@TempDir Path other) {
    try (VmServer thinning = VmServer.start(other, "-dedup.minScrapeInterval=10s")) {
      Sent sent = new Sent().line(Map.of("__name__", "m"), every(NOW - 1_000_000, 1000, 100));
      thinning.store(sent.json());
      Kept kept = new Kept("", 0, NOW + 2 * DAY, 40, 10_000);
      VerificationReport report =
          verify(thinning.url(), sent, kept, Duration.ZERO, new ArrayList<>());
      assertThat(report.differences()).extracting(Difference::cause).containsExactly(Cause.DEDUP);
      assertThat(report.samplesFound()).isBetween(10L, 11L);
    }
  }

  /** Deduplication of a millisecond leaves out no sample that has a time of its own. */
  @Test
  void lossIsNotBlamedOnDeduplicationThatCannotHaveDoneIt() throws Exception {
    run++;
    Sent sent = new Sent().line(series("m", "i", "a"), every(NOW - 900_000, 1000, 100));
    Sent stored = new Sent().line(series("m", "i", "a"), every(NOW - 900_000, 1000, 70));
    server.store(stored.json());
    Kept kept = new Kept("", 0, NOW + 2 * DAY, 40, 1);
    VerificationReport report = verify(server.url(), sent, kept, Duration.ZERO, new ArrayList<>());
    assertThat(report.missingSamples()).isEqualTo(30);
    assertThat(report.differences()).extracting(Difference::cause).doesNotContain(Cause.DEDUP);
  }
}
