package io.vmgather.importer.job;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Writes checkpoints, not more often than is worth it. */
final class CheckpointWriter {
  private static final Duration APART = Duration.ofMillis(50);

  private final Path file;
  private final String metricsSha256;
  private final AgreedPlan plan;
  private final TargetKeeps keeps;
  private final long targetStart;
  private final Clock clock;
  private Instant written = Instant.MIN;
  private long pending = -1;
  private long pendingSettled;

  /**
   * A writer for one run.
   *
   * @param file null for no checkpoints
   * @param targetStart as {@link TargetStart} has it
   */
  CheckpointWriter(
      Path file,
      String metricsSha256,
      AgreedPlan plan,
      TargetKeeps keeps,
      long targetStart,
      Clock clock) {
    this.file = file;
    this.metricsSha256 = metricsSha256;
    this.plan = plan;
    this.keeps = keeps;
    this.targetStart = targetStart;
    this.clock = clock;
  }

  synchronized void reached(long offset, long settled) {
    pending = offset;
    pendingSettled = settled;
    Instant now = clock.instant();
    if (written.equals(Instant.MIN) || now.isAfter(written.plus(APART))) {
      flush();
      written = now;
    }
  }

  /** Writes what was reached last. */
  synchronized void flush() {
    if (file != null && pending >= 0) {
      Checkpoint.of(metricsSha256, plan, keeps, pending, pendingSettled, targetStart).write(file);
      pending = -1;
    }
  }
}
