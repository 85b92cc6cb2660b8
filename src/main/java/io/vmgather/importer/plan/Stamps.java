package io.vmgather.importer.plan;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.vmgather.common.line.ExportLine;
import io.vmgather.common.line.LineBuffer;
import io.vmgather.common.line.LineParser;
import java.util.Arrays;

/**
 * The timestamps of a line, read once for all lines that have the same: scraped together, series
 * share them, and reading them is most of the work on a line.
 */
final class Stamps {
  private static final byte[] MOST = Long.toString(Long.MAX_VALUE).getBytes(US_ASCII);

  /** The end of the year 9999. */
  private static final long MOST_MILLIS = 253_402_300_799_999L;

  private final byte[] text;
  private final long[] millis;
  private final int count;
  private final TimestampUnit unit;
  private final int wrong;
  private final long min;
  private final long max;
  private LineBuffer moved;
  private long movedBy;

  private Stamps(byte[] text, long[] millis, int count, TimestampUnit unit, int wrong) {
    this.text = text;
    this.millis = millis;
    this.count = count;
    this.unit = unit;
    this.wrong = wrong;
    long least = Long.MAX_VALUE;
    long most = Long.MIN_VALUE;
    for (int i = 0; i < count; i++) {
      least = Math.min(least, millis[i]);
      most = Math.max(most, millis[i]);
    }
    this.min = least;
    this.max = most;
  }

  /**
   * Reads those of a line.
   *
   * @param reuse an array to take when it is large enough; may be null
   */
  static Stamps of(ExportLine line, long[] reuse) {
    byte[] b = line.bytes();
    int from = line.timestampsStart();
    int to = line.timestampsEnd();
    int count = line.samples();
    long[] millis = reuse != null && reuse.length >= count ? reuse : new long[count];
    int p = from;
    int wrong = 0;
    TimestampUnit unit = TimestampUnit.of(LineParser.millis(b, from));
    for (int i = 0; i < count; i++) {
      int begin = p;
      millis[i] = unit.toMillis(LineParser.millis(b, p));
      while (p < to && b[p] != ',') {
        p++;
      }
      if (wrong == 0
          && (overflows(b, begin, p) || millis[i] > MOST_MILLIS || millis[i] < -MOST_MILLIS)) {
        wrong = i + 1;
      }
      p++;
    }
    return new Stamps(Arrays.copyOfRange(b, from, to), millis, count, unit, wrong);
  }

  /** Whether 64 bits can't hold the number. */
  private static boolean overflows(byte[] b, int from, int to) {
    int begin = b[from] == '-' ? from + 1 : from;
    int digits = to - begin;
    return digits > MOST.length
        || (digits == MOST.length && Arrays.compare(b, begin, to, MOST, 0, MOST.length) > 0);
  }

  /** Which one, from 1, is no time of the years up to 9999; 0 when all are. */
  int wrong() {
    return wrong;
  }

  /** Whether the line has these. */
  boolean areOf(ExportLine line) {
    int length = line.timestampsEnd() - line.timestampsStart();
    return length == text.length
        && Arrays.mismatch(
                text, 0, length, line.bytes(), line.timestampsStart(), line.timestampsEnd())
            < 0;
  }

  /** Before any shift; as many as {@link #count} says. Not to be changed. */
  long[] millis() {
    return millis;
  }

  int count() {
    return count;
  }

  TimestampUnit unit() {
    return unit;
  }

  long min() {
    return min;
  }

  long max() {
    return max;
  }

  /** All of them in milliseconds, shifted, with commas between; made once. */
  LineBuffer moved(long byMillis) {
    if (moved == null || movedBy != byMillis) {
      moved = new LineBuffer();
      movedBy = byMillis;
      for (int i = 0; i < count; i++) {
        if (i > 0) {
          moved.append(',');
        }
        moved.append(Long.toString(millis[i] + byMillis));
      }
    }
    return moved;
  }
}
