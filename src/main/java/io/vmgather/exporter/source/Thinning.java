package io.vmgather.exporter.source;

import io.vmgather.common.TimeWindow;
import io.vmgather.common.line.ExportLine;
import io.vmgather.common.line.LineBuffer;
import io.vmgather.common.line.LineParser;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Thins raw samples to one a step, by VictoriaMetrics' own rule: of each interval {@code (k·step,
 * (k+1)·step]} the sample with the largest timestamp stays; of several at that timestamp the larger
 * value. Source: VictoriaMetrics lib/storage/dedup.go.
 *
 * <p>An interval belongs to the window in which it ends, and the range's last one to the last
 * window. So the outcome does not depend on how a range is cut into windows.
 */
final class Thinning {
  private final long stepMillis;
  private final TimeWindow range;
  private final LineBuffer out = new LineBuffer();
  private final ExportLine thinned = new ExportLine();

  Thinning(long stepMillis, TimeWindow range) {
    this.stepMillis = stepMillis;
    this.range = range;
  }

  /** What has to be fetched so that every interval of the window is whole; empty if it has none. */
  Optional<TimeWindow> fetchWindow(TimeWindow window) {
    long start = Math.max(range.startMillis(), firstEnd(window.startMillis()) - stepMillis + 1);
    long end =
        window.endMillis() == range.endMillis()
            ? range.endMillis()
            : firstEnd(window.endMillis()) - stepMillis + 1;
    return start < end ? Optional.of(new TimeWindow(start, end)) : Optional.empty();
  }

  /** The thinned line; valid until the next call. The line must hold a series' whole window. */
  ExportLine thin(ExportLine line) {
    out.clear();
    out.append(line.bytes(), line.labelsStart(), line.labelsEnd());
    int labels = out.length();
    out.append(",\"values\":[");
    int kept = selectSamples(line);
    out.append("],\"timestamps\":[");
    for (int i = 0; i < kept; i++) {
      if (i > 0) {
        out.append(',');
      }
      out.append(Long.toString(keptMillis[i]));
    }
    out.append("]}");
    thinned.assembled(out, labels, kept, keptMillis[0], keptMillis[kept - 1]);
    return thinned;
  }

  private long[] keptMillis = new long[1024];

  /** Appends the kept values, notes their timestamps, and returns how many there are. */
  private int selectSamples(ExportLine line) {
    byte[] b = line.bytes();
    int kept = 0;
    int value = line.valuesStart();
    int stamp = line.timestampsStart();
    int bestStart = 0;
    int bestEnd = 0;
    long bestMillis = 0;
    for (int i = 0; i < line.samples(); i++) {
      int valueEnd = itemEnd(b, value);
      long millis = LineParser.millis(b, stamp);
      if (i > 0 && firstEnd(millis) != firstEnd(bestMillis)) {
        keep(kept++, b, bestStart, bestEnd, bestMillis);
        bestStart = 0;
      }
      if (bestStart == 0
          || millis > bestMillis
          || (millis == bestMillis && larger(b, value, valueEnd, bestStart, bestEnd))) {
        bestStart = value;
        bestEnd = valueEnd;
        bestMillis = millis;
      }
      value = valueEnd + 1;
      stamp = itemEnd(b, stamp) + 1;
    }
    keep(kept++, b, bestStart, bestEnd, bestMillis);
    return kept;
  }

  private void keep(int index, byte[] b, int start, int end, long millis) {
    if (index == keptMillis.length) {
      keptMillis = java.util.Arrays.copyOf(keptMillis, index * 2);
    }
    keptMillis[index] = millis;
    if (index > 0) {
      out.append(',');
    }
    out.append(b, start, end);
  }

  private static int itemEnd(byte[] b, int p) {
    int i = p;
    while (b[i] != ',' && b[i] != ']') {
      i++;
    }
    return i;
  }

  /** A stale marker loses against any value, as it does in VictoriaMetrics. */
  private static boolean larger(byte[] b, int start, int end, int otherStart, int otherEnd) {
    return number(b, start, end) > number(b, otherStart, otherEnd)
        || (b[otherStart] == 'n' && b[start] != 'n');
  }

  private static double number(byte[] b, int start, int end) {
    if (b[start] == 'n') {
      return Double.NaN;
    }
    boolean quoted = b[start] == '"';
    int from = quoted ? start + 1 : start;
    int to = quoted ? end - 1 : end;
    return Double.parseDouble(new String(b, from, to - from, StandardCharsets.US_ASCII));
  }

  /** The smallest multiple of the step that is not before the time: the end of its interval. */
  private long firstEnd(long millis) {
    return -Math.floorDiv(-millis, stepMillis) * stepMillis;
  }
}
