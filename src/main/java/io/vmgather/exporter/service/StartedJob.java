package io.vmgather.exporter.service;

/**
 * A job that was taken on.
 *
 * @param resumeToken what its client needs to go on after a restart of the server: a secret
 */
public record StartedJob(JobSnapshot job, String resumeToken) {
  /** Without the token. */
  @Override
  public String toString() {
    return "StartedJob[" + job.id() + "]";
  }
}
