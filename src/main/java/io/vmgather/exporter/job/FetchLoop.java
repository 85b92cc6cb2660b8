package io.vmgather.exporter.job;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.TimeWindow;
import io.vmgather.common.vm.RetryPolicy;
import io.vmgather.exporter.bundle.Staging;
import io.vmgather.exporter.source.LineConsumer;
import io.vmgather.exporter.source.LineSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.IntConsumer;

/**
 * Brings all batches into staging: several at a fetch where that is allowed, each attempt wholly or
 * not at all, behind checkpoints. Runs on the export's own thread.
 */
final class FetchLoop {
  /** A checkpoint waits for the disk and cuts a block: not after each small batch. */
  private static final Duration BETWEEN_CHECKPOINTS = Duration.ofSeconds(1);

  /** Below that a batch that is too large for the server is not cut any further. */
  private static final long SHORTEST_PIECE_MILLIS = 1000;

  private final Batches batches;
  private final FetchSpan span;
  private final LineSource source;
  private final LineConsumer consumer;
  private final Staging staging;
  private final IntConsumer checkpoint;
  private final ExportProgress progress;
  private final RetryPolicy retry;
  private final Clock clock;
  private int next;
  private int safe;
  private Instant lastCheckpoint;

  /**
   * @param checkpoint makes durable that so many batches are complete
   */
  FetchLoop(
      Batches batches,
      FetchSpan span,
      LineSource source,
      LineConsumer consumer,
      Staging staging,
      IntConsumer checkpoint,
      ExportProgress progress,
      RetryPolicy retry,
      Clock clock) {
    this.batches = batches;
    this.span = span;
    this.source = source;
    this.consumer = consumer;
    this.staging = staging;
    this.checkpoint = checkpoint;
    this.progress = progress;
    this.retry = retry;
    this.clock = clock;
    this.lastCheckpoint = clock.instant();
  }

  /**
   * @param completed how many batches are behind a checkpoint already
   * @throws GatherException the source's last failure, or staging's; what came before the last
   *     checkpoint stays in staging
   */
  void run(int completed) {
    next = completed;
    safe = completed;
    while (next < batches.count()) {
      next = retry.run(this::attempt);
      progress.completed(next);
      if (next == batches.count() || sinceCheckpoint().compareTo(BETWEEN_CHECKPOINTS) >= 0) {
        keep();
      }
    }
  }

  private void keep() {
    try {
      checkpoint.accept(next);
    } catch (GatherException failure) {
      progress.rolledBack();
      throw failure;
    }
    safe = next;
    progress.committed(next);
    lastCheckpoint = clock.instant();
  }

  /** One fetch; returns the batch behind it. */
  private int attempt() {
    int number = Math.min(span.batches(), batches.count() - next);
    TimeWindow window = batches.span(next, number);
    Instant begin = clock.instant();
    try {
      long bytes = fetch(window, number == 1);
      span.succeeded(bytes, Duration.between(begin, clock.instant()));
      return next + number;
    } catch (GatherException failure) {
      staging.rollback();
      progress.rolledBack();
      next = safe;
      span.failed();
      if (tooMuchAtOnce(failure) && number > 1) {
        return next;
      }
      throw failure;
    }
  }

  /** A single batch that passes a limit, of the server or of a line, is read in halves. */
  private long fetch(TimeWindow window, boolean mayCut) {
    progress.reading(window);
    long linesBefore = progress.snapshot().lines();
    try {
      return source.fetch(window, consumer);
    } catch (GatherException failure) {
      boolean nothingRead = progress.snapshot().lines() == linesBefore;
      boolean cut =
          mayCut
              && nothingRead
              && tooMuchAtOnce(failure)
              && window.lengthMillis() >= 2 * SHORTEST_PIECE_MILLIS;
      if (!cut) {
        throw failure;
      }
    }
    long middle = window.startMillis() + window.lengthMillis() / 2;
    return fetch(new TimeWindow(window.startMillis(), middle), true)
        + fetch(new TimeWindow(middle, window.endMillis()), true);
  }

  /** Whether a shorter window may succeed: a thinned line holds a series' whole window. */
  private static boolean tooMuchAtOnce(GatherException failure) {
    return failure.code() == ErrorCode.SERVER_LIMIT || failure.code() == ErrorCode.LINE_TOO_LONG;
  }

  private Duration sinceCheckpoint() {
    return Duration.between(lastCheckpoint, clock.instant());
  }
}
