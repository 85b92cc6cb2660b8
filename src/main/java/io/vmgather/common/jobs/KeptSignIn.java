package io.vmgather.common.jobs;

import java.time.Duration;

/** How long a job that ended early can go on without being told its sign-in again. */
public final class KeptSignIn {
  /** However long the job itself is remembered; one that completed keeps its sign-in no longer. */
  public static final Duration AFTER_END = Duration.ofMinutes(30);

  private KeptSignIn() {}
}
