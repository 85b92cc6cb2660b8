package io.vmgather.exporter.job;

import io.vmgather.VmServer;
import io.vmgather.common.TimeWindow;
import io.vmgather.exporter.job.Exports.Wish;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A server's data for the fault matrix: two hours of one component and its job, at a time that
 * nothing else of the server has, so that cluster mode takes them and nothing more.
 */
final class FaultySource {
  private static final long HOUR = 3_600_000;
  private static final long FIRST = Instant.parse("2024-01-01T00:00:00Z").toEpochMilli();
  private static final int CADENCE_MILLIS = 15_000;
  private static final int BATCH_SECONDS = 1800;

  private final long start = FIRST + ThreadLocalRandom.current().nextLong(10_000) * HOUR;
  private final TimeWindow window = new TimeWindow(start, start + 2 * HOUR);
  private final SampleSet samples;

  private FaultySource(VmServer server) {
    StringBuilder lines = new StringBuilder();
    for (int host = 0; host < 4; host++) {
      String instance = "host-" + host + ".corp:9100";
      Map<String, String> version =
          Map.of(
              "__name__",
              "vm_app_version",
              "version",
              "victoria-metrics-20260101-120000-tags-v1.145.0",
              "short_version",
              "v1.145.0");
      lines.append(line(version, instance, host));
      for (String name : new String[] {"requests", "seconds", "state"}) {
        lines.append(line(Map.of("__name__", name), instance, host + name.length()));
      }
    }
    server.store(lines.toString());
    samples =
        SampleSet.ofLines(
            server.export(
                "{job=\"" + TestServers.RUN + "\"}", window.startMillis(), window.endMillis()));
  }

  static FaultySource in(VmServer server) {
    return new FaultySource(server);
  }

  private String line(Map<String, String> labels, String instance, int seed) {
    Map<String, String> metric = new TreeMap<>(labels);
    metric.put("job", TestServers.RUN);
    metric.put("instance", instance);
    Map<Long, String> values = new TreeMap<>();
    for (long at = start; at < start + 2 * HOUR; at += CADENCE_MILLIS) {
      long tick = at / CADENCE_MILLIS + seed;
      values.put(at + seed, tick % 97 == 0 ? "\"Infinity\"" : tick % 1000 / 8.0 + "");
    }
    return AwkwardData.line(metric, values);
  }

  /** All that an export of this wish must bring. */
  SampleSet samples() {
    return samples;
  }

  Wish wish(String url) {
    return Wish.cluster(url, window).hide(Exports.hiding()).batches(Exports.each(BATCH_SECONDS));
  }
}
