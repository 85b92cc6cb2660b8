package io.vmgather.importer.service;

/** Hears of jobs, on the thread that works on them; must be quick and not throw. */
public interface JobListener {
  /** A job, or another attempt at it, was taken on. */
  void started(JobSnapshot job);

  /** A job completed, failed or was cancelled. */
  void ended(JobSnapshot job);
}
