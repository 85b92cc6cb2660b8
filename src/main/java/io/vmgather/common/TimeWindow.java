package io.vmgather.common;

import java.time.Instant;

/**
 * A half-open range of time, {@code [start, end)}, in whole milliseconds: what VictoriaMetrics
 * stores timestamps in. Two neighbouring windows share no sample.
 *
 * @param startMillis first millisecond inside, since the epoch
 * @param endMillis first millisecond outside; greater than {@code startMillis}
 */
public record TimeWindow(long startMillis, long endMillis) {
  public TimeWindow {
    if (startMillis >= endMillis) {
      throw new GatherException(
              ErrorCode.INVALID_INPUT,
              "start "
                  + Instant.ofEpochMilli(startMillis)
                  + " must precede end "
                  + Instant.ofEpochMilli(endMillis))
          .hint("Give a start that lies before the end.")
          .at("time_range.start");
    }
  }

  public static TimeWindow of(Instant start, Instant end) {
    return new TimeWindow(start.toEpochMilli(), end.toEpochMilli());
  }

  public Instant start() {
    return Instant.ofEpochMilli(startMillis);
  }

  public Instant end() {
    return Instant.ofEpochMilli(endMillis);
  }

  /** Length in milliseconds, at least 1. */
  public long lengthMillis() {
    return endMillis - startMillis;
  }

  /** The last millisecond inside: the inclusive end that VictoriaMetrics' parameters want. */
  public long lastMillis() {
    return endMillis - 1;
  }
}
