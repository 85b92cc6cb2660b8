package io.vmgather.common.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HousekeepingTest {
  @Test
  void failureOfAnyKindEndsNoRepetition() throws InterruptedException {
    CountDownLatch times = new CountDownLatch(3);
    try (Housekeeping housekeeping = new Housekeeping()) {
      housekeeping.repeat(
          () -> {
            times.countDown();
            if (times.getCount() == 2) {
              throw new OutOfMemoryError("not really");
            }
            throw new IllegalStateException("not really");
          },
          Duration.ofMillis(1));
      assertThat(times.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }
}
