package io.vmgather.importer.verify;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.time.Clock;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * How long a verification waits for samples to become searchable: VictoriaMetrics needs some
 * seconds.
 *
 * @param patience since the last time that more was found
 * @param most in all, whatever is found
 * @param ended whether nobody waits any more
 * @param sleeper waits
 */
public record Waiting(
    Duration patience, Duration most, Clock clock, BooleanSupplier ended, Sleeper sleeper) {
  private static final long FIRST_MILLIS = 500;
  private static final long LONGEST_MILLIS = 5000;
  private static final Duration SLICE = Duration.ofMillis(100);

  /** Waits; may be ended early by an interrupt. */
  @FunctionalInterface
  public interface Sleeper {
    void sleep(Duration time) throws InterruptedException;
  }

  /** 20 s since the last progress, 5 minutes in all. */
  public static Waiting standard(Clock clock) {
    return new Waiting(
        Duration.ofSeconds(20),
        Duration.ofMinutes(5),
        clock,
        () -> false,
        time -> Thread.sleep(time.toMillis()));
  }

  /** The same, but that a wait ends soon after {@code end} says so. */
  public Waiting until(BooleanSupplier end) {
    return new Waiting(
        patience,
        most,
        clock,
        end,
        time -> {
          for (Duration left = time; !left.isZero() && !end.getAsBoolean(); ) {
            Duration next = left.compareTo(SLICE) < 0 ? left : SLICE;
            sleeper.sleep(next);
            left = left.minus(next);
          }
        });
  }

  /** The wait after so many polls, each half as long again as the one before. */
  Duration after(int polls) {
    return Duration.ofMillis(
        (long) Math.min(LONGEST_MILLIS, FIRST_MILLIS * Math.pow(1.5, polls - 1.0)));
  }

  /** Waits that long. */
  void sleep(Duration time) {
    try {
      sleeper.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GatherException(ErrorCode.CANCELLED, "Interrupted while counting", e);
    }
  }
}
