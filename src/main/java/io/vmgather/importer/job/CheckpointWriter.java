package io.vmgather.importer.job;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Writes checkpoints, not more often than is worth it. */
final class CheckpointWriter {
  private static final Duration APART = Duration.ofMillis(250);

  private final Path file;
  private final String metricsSha256;
  private final String plan;
  private final TargetKeeps keeps;
  private final Clock clock;
  private Instant written = Instant.MIN;
  private long pending = -1;

  /**
   * A writer for one run.
   *
   * @param file null for no checkpoints
   */
  CheckpointWriter(Path file, String metricsSha256, String plan, TargetKeeps keeps, Clock clock) {
    this.file = file;
    this.metricsSha256 = metricsSha256;
    this.plan = plan;
    this.keeps = keeps;
    this.clock = clock;
  }

  synchronized void reached(long offset) {
    pending = offset;
    Instant now = clock.instant();
    if (written.equals(Instant.MIN) || now.isAfter(written.plus(APART))) {
      flush();
      written = now;
    }
  }

  /** Writes what was reached last. */
  synchronized void flush() {
    if (file != null && pending >= 0) {
      Checkpoint.of(metricsSha256, plan, keeps, pending).write(file);
      pending = -1;
    }
  }
}
