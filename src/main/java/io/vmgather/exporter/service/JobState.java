package io.vmgather.exporter.service;

/** Where a job is in its life. */
public enum JobState {
  PENDING,
  RUNNING,
  COMPLETED,
  FAILED,
  CANCELED;

  /** Whether nothing more happens unless the job is resumed. */
  public boolean ended() {
    return this != PENDING && this != RUNNING;
  }
}
