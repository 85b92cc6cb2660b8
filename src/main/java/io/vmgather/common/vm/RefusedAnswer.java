package io.vmgather.common.vm;

import java.time.Duration;
import java.util.Optional;

/** The HTTP facts behind a {@code GatherException}: travels as its cause. */
public final class RefusedAnswer extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final Duration retryAfter;

  RefusedAnswer(int status, Duration retryAfter) {
    super("HTTP status " + status);
    this.status = status;
    this.retryAfter = retryAfter;
  }

  /** The HTTP status that the failure came with; empty when it was no HTTP answer. */
  public static Optional<Integer> statusOf(Throwable failure) {
    return find(failure).map(answer -> answer.status);
  }

  /** How long the server asked to wait, not bounded in any way; empty when it did not ask. */
  public static Optional<Duration> retryAfterOf(Throwable failure) {
    return find(failure).map(answer -> answer.retryAfter);
  }

  private static Optional<RefusedAnswer> find(Throwable failure) {
    return failure.getCause() instanceof RefusedAnswer answer
        ? Optional.of(answer)
        : Optional.empty();
  }
}
