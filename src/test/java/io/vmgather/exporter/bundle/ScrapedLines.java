package io.vmgather.exporter.bundle;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * Lines as {@code /api/v1/export} with {@code max_rows_per_line=500} sends them: series scraped
 * every 15 s with 8 labels, 12 lines a series and day. Four of ten are counters, four stand still,
 * the others are a gauge and a float. The same seed gives the same lines.
 */
final class ScrapedLines {
  /** Takes a line's parts, as {@link Staging#append} does. */
  interface Sink {
    void line(byte[] labels, byte[] rest, long lastTimestampMillis, int samples);
  }

  private static final int ROWS = 500;
  private static final long STEP_MILLIS = 15_000;
  private static final long START_MILLIS = 1_795_000_000_000L;

  private final int series;
  private final int rowsPerSeries;
  private final boolean offsets;

  /**
   * @param offsets whether each of the 40 targets is scraped at an offset of its own
   */
  ScrapedLines(int series, int rowsPerSeries, boolean offsets) {
    this.series = series;
    this.rowsPerSeries = rowsPerSeries;
    this.offsets = offsets;
  }

  void forEach(Sink sink) {
    for (int one = 0; one < series; one++) {
      byte[] labels = labels(one).getBytes(StandardCharsets.UTF_8);
      Random random = new Random(one);
      double value = random.nextInt(1_000_000);
      for (int row = 0; row < rowsPerSeries; row += ROWS) {
        int rows = Math.min(ROWS, rowsPerSeries - row);
        StringBuilder rest = new StringBuilder(rows * 24).append(",\"values\":[");
        for (int i = 0; i < rows; i++) {
          value = next(one % 10, value, random);
          appendValue(rest.append(i == 0 ? "" : ","), one % 10, value);
        }
        rest.append("],\"timestamps\":[");
        long first = START_MILLIS + offset(one) + row * STEP_MILLIS;
        for (int i = 0; i < rows; i++) {
          rest.append(i == 0 ? "" : ",").append(first + i * STEP_MILLIS);
        }
        byte[] bytes = rest.append("]}").toString().getBytes(StandardCharsets.US_ASCII);
        sink.line(labels, bytes, first + (rows - 1) * STEP_MILLIS, rows);
      }
    }
  }

  private long offset(int one) {
    return offsets ? (one % 40) * 7919L % STEP_MILLIS : 0;
  }

  private static String labels(int one) {
    return String.format(
        "{\"__name__\":\"vm_metric_%d_total\",\"job\":\"vmstorage-job-%d\",\"instance\":\"777.777.1.%d:8482\","
            + "\"type\":\"type-%d\",\"path\":\"/storage/%d\",\"env\":\"prod\",\"datacenter\":\"fra-7\",\"pod\":\"pod-%d\"}",
        one / 40, one % 4, one % 40, one % 7, one % 3, one % 40);
  }

  private static double next(int kind, double value, Random random) {
    if (kind < 4) {
      return value + (random.nextInt(4) < kind ? random.nextInt(kind * 40) : 0);
    }
    if (kind == 4) {
      return Math.max(0, value + random.nextInt(2001) - 1000);
    }
    return kind == 5 ? Math.round(random.nextGaussian() * 1e4 + 5e4) / 1e3 : value;
  }

  private static void appendValue(StringBuilder out, int kind, double value) {
    if (kind == 5) {
      out.append(value);
    } else {
      out.append((long) value);
    }
  }
}
