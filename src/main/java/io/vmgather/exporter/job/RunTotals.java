package io.vmgather.exporter.job;

import java.util.List;

/**
 * Where a run stands at a checkpoint.
 *
 * @param attempt 1, or 2 when everything is staged again because originals became known late
 * @param completedBatches of this attempt
 * @param sourceBytes read from the source for what counts
 * @param route how the samples were read; empty before the first batch
 * @param newWarnings since the last checkpoint
 */
record RunTotals(
    int attempt,
    int completedBatches,
    long lines,
    long samples,
    long sourceBytes,
    String route,
    List<String> newWarnings) {
  /** Before the first line of an attempt. */
  static RunTotals start(int attempt, Warnings warnings) {
    return new RunTotals(attempt, 0, 0, 0, 0, "", warnings.takeNew());
  }
}
