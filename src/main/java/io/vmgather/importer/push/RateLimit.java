package io.vmgather.importer.push;

/** Spreads samples over time: so many a second, none saved up. One thread. */
final class RateLimit {
  private static final double NANOS = 1e9;

  private final long samplesPerSecond;
  private long nextNanos;
  private boolean started;

  /**
   * @param samplesPerSecond 0 for no limit
   */
  RateLimit(long samplesPerSecond) {
    this.samplesPerSecond = samplesPerSecond;
  }

  /** Nanoseconds to wait before so many samples may go out; they are counted as gone. */
  long waitFor(long samples, long nowNanos) {
    if (samplesPerSecond == 0) {
      return 0;
    }
    if (!started || nextNanos - nowNanos < 0) {
      started = true;
      nextNanos = nowNanos;
    }
    long wait = nextNanos - nowNanos;
    nextNanos += (long) (samples * NANOS / samplesPerSecond);
    return wait;
  }
}
