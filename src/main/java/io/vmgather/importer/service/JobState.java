package io.vmgather.importer.service;

import java.util.Locale;

/** Where a job is in its life. */
public enum JobState {
  QUEUED,
  RUNNING,
  COMPLETED,
  FAILED,
  CANCELED;

  /** Whether nothing more happens unless the job is resumed. */
  public boolean ended() {
    return this != QUEUED && this != RUNNING;
  }

  /** As on the wire. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
