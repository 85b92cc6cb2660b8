package io.vmgather.common.vm;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;

/**
 * Tries again what may pass later: BUSY, BROKEN_ANSWER, UNREACHABLE (a server that starts again),
 * and TIMED_OUT for at most {@value #TIMED_OUT_ATTEMPTS} attempts, each of which takes long. Waits
 * double from {@code firstWait} to {@code maxWait}, each spread by ±25% so that parallel clients
 * don't come back together; a longer Retry-After of the server is honoured up to {@code maxWait}.
 * Immutable; any thread.
 */
public final class RetryPolicy {
  private static final int TIMED_OUT_ATTEMPTS = 3;
  // How late a cancel may be noticed while waiting.
  private static final Duration SLICE = Duration.ofMillis(100);

  /** One attempt; must leave nothing behind when it throws. */
  @FunctionalInterface
  public interface Attempt<T> {
    T run();
  }

  /** Waits; replaced in tests. */
  @FunctionalInterface
  public interface Sleeper {
    void sleep(Duration duration) throws InterruptedException;
  }

  /** Hears of each failure that will be tried again. */
  @FunctionalInterface
  public interface Listener {
    void retrying(GatherException failure, int failedAttempts, Duration wait);
  }

  private final int attempts;
  private final Duration firstWait;
  private final Duration maxWait;
  private final Sleeper sleeper;
  private final DoubleSupplier random;
  private final BooleanSupplier cancelled;
  private final Listener listener;

  private RetryPolicy(
      int attempts,
      Duration firstWait,
      Duration maxWait,
      Sleeper sleeper,
      DoubleSupplier random,
      BooleanSupplier cancelled,
      Listener listener) {
    this.attempts = attempts;
    this.firstWait = firstWait;
    this.maxWait = maxWait;
    this.sleeper = sleeper;
    this.random = random;
    this.cancelled = cancelled;
    this.listener = listener;
  }

  /** Up to {@code attempts} tries, at least 1. */
  public static RetryPolicy of(int attempts, Duration firstWait, Duration maxWait) {
    if (attempts < 1 || firstWait.isNegative() || maxWait.compareTo(firstWait) < 0) {
      throw new GatherException(
          ErrorCode.INVALID_INPUT,
          "A retry needs at least 1 attempt and a longest wait that is no shorter than the first");
    }
    return new RetryPolicy(
        attempts,
        firstWait,
        maxWait,
        duration -> Thread.sleep(duration.toMillis()),
        () -> ThreadLocalRandom.current().nextDouble(),
        () -> false,
        (failure, failed, wait) -> {});
  }

  /** 5 attempts, 0.5 s to 30 s between them: some 8 s in all when nobody asks for more. */
  public static RetryPolicy standard() {
    return of(5, Duration.ofMillis(500), Duration.ofSeconds(30));
  }

  public static RetryPolicy never() {
    return of(1, Duration.ZERO, Duration.ZERO);
  }

  /** The same with another way to wait; {@code random} gives 0 to 1. */
  public RetryPolicy sleepingBy(Sleeper other, DoubleSupplier otherRandom) {
    return new RetryPolicy(attempts, firstWait, maxWait, other, otherRandom, cancelled, listener);
  }

  /** The same, giving up with CANCELLED within 0.1 s once {@code stop} says so. */
  public RetryPolicy until(BooleanSupplier stop) {
    return new RetryPolicy(attempts, firstWait, maxWait, sleeper, random, stop, listener);
  }

  /** The same, reporting each failure that is tried again. */
  public RetryPolicy reporting(Listener other) {
    return new RetryPolicy(attempts, firstWait, maxWait, sleeper, random, cancelled, other);
  }

  /**
   * The first success.
   *
   * @throws GatherException the last failure, or CANCELLED; an interrupt cancels and stays set
   */
  public <T> T run(Attempt<T> attempt) {
    for (int failed = 1; ; failed++) {
      stopIfCancelled();
      try {
        return attempt.run();
      } catch (GatherException failure) {
        if (!again(failure, failed)) {
          throw failure;
        }
        Duration wait = waitAfter(failure, failed);
        listener.retrying(failure, failed, wait);
        sleep(wait);
      }
    }
  }

  /**
   * Waits as between attempts, for a caller that goes on in another way.
   *
   * @param failed attempts so far, at least 1
   * @throws GatherException CANCELLED
   */
  public void pauseAfter(GatherException failure, int failed) {
    stopIfCancelled();
    sleep(waitAfter(failure, failed));
  }

  private boolean again(GatherException failure, int failed) {
    int allowed =
        switch (failure.code()) {
          case BUSY, BROKEN_ANSWER, UNREACHABLE -> attempts;
          case TIMED_OUT -> Math.min(attempts, TIMED_OUT_ATTEMPTS);
          default -> 1;
        };
    return failed < allowed;
  }

  private Duration waitAfter(GatherException failure, int failed) {
    long doubled = firstWait.toMillis() << Math.min(failed - 1, 20);
    double spread = 0.75 + random.getAsDouble() / 2;
    Duration own = Duration.ofMillis((long) (doubled * spread));
    Duration asked = RefusedAnswer.retryAfterOf(failure).orElse(Duration.ZERO);
    Duration longer = asked.compareTo(own) > 0 ? asked : own;
    return longer.compareTo(maxWait) > 0 ? maxWait : longer;
  }

  private void sleep(Duration wait) {
    Duration left = wait;
    while (!left.isZero()) {
      Duration slice = left.compareTo(SLICE) > 0 ? SLICE : left;
      try {
        sleeper.sleep(slice);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new GatherException(ErrorCode.CANCELLED, "Interrupted while waiting to try again", e);
      }
      stopIfCancelled();
      left = left.minus(slice);
    }
  }

  private void stopIfCancelled() {
    if (cancelled.getAsBoolean()) {
      throw new GatherException(ErrorCode.CANCELLED, "Cancelled while talking to VictoriaMetrics");
    }
  }
}
