package io.vmgather.page;

import io.vmgather.VmServer;
import io.vmgather.server.ServerProcess;
import io.vmgather.server.WarSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A bundle of a day, made by the real exporter from a real server. Its first hours are older than
 * seven days, and a few of its series have more labels than a VictoriaMetrics takes by itself.
 */
record MadeBundle(Path file, long startMillis, long endMillis) {
  static final int SERIES = 100;
  static final int CROWDED = 3;
  static final int STEP_MILLIS = 15_000;
  private static final long DAY_MILLIS = 24 * 3600_000L;
  private static final long OLDEST_MILLIS = 7 * DAY_MILLIS + 5 * 3600_000L;
  private static final int MANY_LABELS = 42;
  private static final Pattern MADE = Pattern.compile("^bundle\\s+(\\S+\\.zip)");

  /**
   * Makes it.
   *
   * @param folder empty, for the server's data and the bundle
   */
  static MadeBundle in(Path folder) throws IOException {
    long start = (Instant.now().toEpochMilli() - OLDEST_MILLIS) / STEP_MILLIS * STEP_MILLIS;
    long end = start + DAY_MILLIS;
    try (VmServer source = VmServer.start(folder, "-maxLabelsPerTimeseries=60")) {
      for (int series = 0; series < SERIES; series++) {
        source.store(line(labels(series), start, end));
      }
      try (ServerProcess exporter =
          ServerProcess.start(folder, Map.of(), command(source.url(), start, end))) {
        Path file = Path.of(exporter.await(MADE).group(1));
        return new MadeBundle(folder.resolve(file), start, end);
      }
    }
  }

  /** Samples in all. */
  long samples() {
    return SERIES * (endMillis - startMillis) / STEP_MILLIS;
  }

  private static List<String> command(String url, long start, long end) {
    return List.of(
        ServerProcess.java(),
        "-jar",
        WarSettings.FOLDER.resolve("vmgather.jar").toString(),
        "export",
        "--url",
        url,
        "--selector",
        "{run=\"page\"}",
        "--start",
        Instant.ofEpochMilli(start).toString(),
        "--end",
        Instant.ofEpochMilli(end).toString(),
        "--output",
        "bundles");
  }

  private static String labels(int series) {
    StringBuilder labels = new StringBuilder();
    labels.append("\"__name__\":\"page_requests_total\",\"run\":\"page\",\"job\":\"shop\"");
    labels.append(",\"instance\":\"10.20.0.").append(series).append(":9100\"");
    // With the name, run, job and instance these are 42.
    for (int more = 4; series < CROWDED && more < MANY_LABELS; more++) {
      labels.append(",\"extra_").append(more).append("\":\"x\"");
    }
    return labels.toString();
  }

  private static String line(String labels, long start, long end) {
    StringBuilder values = new StringBuilder();
    StringBuilder timestamps = new StringBuilder();
    for (long at = start; at < end; at += STEP_MILLIS) {
      String comma = at == start ? "" : ",";
      values.append(comma).append((at - start) / 1000 + at % 7);
      timestamps.append(comma).append(at);
    }
    return "{\"metric\":{%s},\"values\":[%s],\"timestamps\":[%s]}%n"
        .formatted(labels, values, timestamps);
  }
}
