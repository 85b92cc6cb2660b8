package io.vmgather.exporter.job;

import io.vmgather.FakeClock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** A clock on which seconds pass between any two looks: a checkpoint is due after each fetch. */
final class Hurried extends FakeClock {
  private static final long STEP_MILLIS = 2000;

  private final AtomicLong millis = new AtomicLong(System.currentTimeMillis());

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis.addAndGet(STEP_MILLIS));
  }
}
