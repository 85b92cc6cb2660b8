package io.vmgather.exporter.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgather.VmServer;
import io.vmgather.common.TimeWindow;
import io.vmgather.common.vm.Connection;
import io.vmgather.common.vm.VmClient;
import io.vmgather.exporter.job.AwkwardData;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Points up to this moment, of a server as it is installed. */
class RangeQueryIT {
  private static final long CADENCE = 5_000;
  private static final long STEP = 10_000;
  private static final Selector SERIES = Selector.require("{__name__=\"lively\"}");

  @TempDir private static Path folder;
  private static VmServer server;
  private static VmClient client;
  private static final TreeMap<Long, Long> SAMPLES = new TreeMap<>();

  @BeforeAll
  static void serverWithAMetricThatChangesUntilNow() {
    server = VmServer.start(folder);
    long now = System.currentTimeMillis();
    TreeMap<Long, String> values = new TreeMap<>();
    for (long at = now - now % CADENCE - 120_000; at <= now; at += CADENCE) {
      SAMPLES.put(at, at / CADENCE % 1000);
      values.put(at, Long.toString(at / CADENCE % 1000));
    }
    server.store(AwkwardData.line(Map.of("__name__", "lively"), values));
    client = VmClient.open(Connection.to(server.url()));
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  /** By itself it repeats the point before for each one of the last half minute. */
  @Test
  void lastPointsAreWhatWasScraped() {
    long end = SAMPLES.lastKey() + 1;
    TimeWindow range = new TimeWindow(end - end % STEP - 6 * STEP, end);
    assertThat(points(range, List.of(range))).isEqualTo(lastOfEachStep(range));
    List<TimeWindow> halves = List.of(part(range, 0, 25_000), part(range, 25_000, 0));
    assertThat(points(range, halves)).isEqualTo(lastOfEachStep(range));
  }

  @Test
  void rangeWithinOneStepHasItsLastSample() {
    long start = SAMPLES.firstKey() + STEP - SAMPLES.firstKey() % STEP + 1000;
    TimeWindow range = new TimeWindow(start, start + 7000);
    assertThat(points(range, List.of(range))).hasSize(1).isEqualTo(lastOfEachStep(range));
  }

  private static TimeWindow part(TimeWindow range, long from, long to) {
    return new TimeWindow(
        range.startMillis() + from, to == 0 ? range.endMillis() : range.startMillis() + to);
  }

  private static Map<Long, Long> points(TimeWindow range, List<TimeWindow> windows) {
    RangeQuery query =
        RangeQuery.lastSamples(client, SERIES, Duration.ofMillis(STEP), range, () -> {});
    Map<Long, Long> points = new TreeMap<>();
    for (TimeWindow window : windows) {
      query.fetch(
          window,
          line -> {
            String text =
                new String(
                    line.bytes(),
                    line.restStart(),
                    line.restEnd() - line.restStart(),
                    StandardCharsets.UTF_8);
            String[] values = between(text, "\"values\":[");
            String[] stamps = between(text, "\"timestamps\":[");
            for (int i = 0; i < values.length; i++) {
              assertThat(points.put(Long.valueOf(stamps[i]), Long.valueOf(values[i]))).isNull();
            }
          });
    }
    return points;
  }

  private static String[] between(String text, String start) {
    int from = text.indexOf(start) + start.length();
    return text.substring(from, text.indexOf(']', from)).split(",");
  }

  private static Map<Long, Long> lastOfEachStep(TimeWindow range) {
    Map<Long, Long> points = new TreeMap<>();
    SAMPLES
        .subMap(range.startMillis(), range.endMillis())
        .forEach(
            (at, value) ->
                points.put(Math.min((at + STEP - 1) / STEP * STEP, range.lastMillis()), value));
    return points;
  }
}
