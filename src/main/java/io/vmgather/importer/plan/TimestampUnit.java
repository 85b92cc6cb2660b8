package io.vmgather.importer.plan;

/** What timestamps count. Export writes milliseconds; other programs write what they like. */
public enum TimestampUnit {
  SECONDS("s"),
  MILLIS("ms"),
  MICROS("us"),
  NANOS("ns");

  // As milliseconds these are 1973 to 5138; the other units' numbers of such times lie elsewhere.
  private static final long LEAST_MILLIS = 100_000_000_000L;
  private static final long MOST_MILLIS = 100_000_000_000_000L;
  private static final long LEAST_SECONDS = 100_000_000L;

  private final String text;

  TimestampUnit(String text) {
    this.text = text;
  }

  /** The likely unit of a timestamp of our times; small and negative ones stay milliseconds. */
  static TimestampUnit of(long stamp) {
    if (stamp < LEAST_SECONDS) {
      return MILLIS;
    }
    if (stamp < LEAST_MILLIS) {
      return SECONDS;
    }
    if (stamp < MOST_MILLIS) {
      return MILLIS;
    }
    return stamp < MOST_MILLIS * 1000 ? MICROS : NANOS;
  }

  long toMillis(long stamp) {
    return switch (this) {
      // One that is no such number stays what it is: it is told apart as no time.
      case SECONDS -> Math.abs(stamp) < LEAST_MILLIS ? stamp * 1000 : Long.MAX_VALUE;
      case MILLIS -> stamp;
      case MICROS -> Math.floorDiv(stamp, 1000L);
      case NANOS -> Math.floorDiv(stamp, 1_000_000L);
    };
  }

  /** As on the wire. */
  @Override
  public String toString() {
    return text;
  }
}
