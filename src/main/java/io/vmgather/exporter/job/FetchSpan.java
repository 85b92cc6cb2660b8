package io.vmgather.exporter.job;

import java.time.Duration;

/**
 * How many consecutive batches the next fetch asks for. Wide fetches cost both sides least; very
 * wide ones lose most when they break. So the span follows an estimate of bytes, grows while
 * fetches stay far under their budget, and halves when one failed. Not thread-safe.
 */
final class FetchSpan {
  /** What one fetch should bring at most. */
  static final long BUDGET_BYTES = 512L * 1024 * 1024;

  /** How long one fetch should take at most. */
  static final Duration BUDGET_TIME = Duration.ofSeconds(20);

  private final boolean fixed;
  private final int batches;
  private int span;
  private int ceiling;

  private FetchSpan(boolean fixed, int batches, int span) {
    this.fixed = fixed;
    this.batches = batches;
    this.span = Math.max(1, Math.min(span, batches));
    this.ceiling = batches;
  }

  /**
   * @param estimatedBytes of the whole range; 0 when unknown
   */
  static FetchSpan of(Batches batches, long estimatedBytes) {
    int count = batches.count();
    if (batches.kept()) {
      return new FetchSpan(true, count, 1);
    }
    long first =
        estimatedBytes > 0
            ? (long) Math.floor((double) BUDGET_BYTES / estimatedBytes * count)
            : Duration.ofHours(1).dividedBy(batches.interval());
    return new FetchSpan(false, count, (int) Math.min(first, count));
  }

  /** Number of batches the next fetch spans, at least 1. */
  int batches() {
    return span;
  }

  /** A fetch of the current span went well. */
  void succeeded(long bytes, Duration took) {
    boolean farUnder = bytes < BUDGET_BYTES / 2 && took.compareTo(BUDGET_TIME.dividedBy(2)) < 0;
    boolean over = bytes > BUDGET_BYTES * 2 || took.compareTo(BUDGET_TIME.multipliedBy(2)) > 0;
    if (!fixed && farUnder) {
      span = Math.min(Math.min(span * 2, ceiling), batches);
    } else if (!fixed && over) {
      span = Math.max(1, span / 2);
    }
  }

  /** A fetch of the current span failed; spans as wide as that are not tried again. */
  void failed() {
    if (!fixed) {
      span = Math.max(1, span / 2);
      ceiling = span;
    }
  }
}
