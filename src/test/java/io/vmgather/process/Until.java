package io.vmgather.process;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for a condition, with an end. */
public final class Until {
  private Until() {}

  public static void holds(Duration patience, String what, BooleanSupplier condition) {
    long end = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + patience + ": " + what);
      }
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
