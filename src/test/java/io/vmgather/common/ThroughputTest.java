package io.vmgather.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ThroughputTest {
  private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
  private static final Offset<Double> SLIGHTLY = within(0.01);

  private final Throughput throughput = new Throughput();

  @Test
  void nothingReadIsNoSpeed() {
    assertThat(throughput.samplesPerSecond(START, 0)).isZero();
  }

  @Test
  void steadyReadingShowsItsSpeed() {
    for (int second = 0; second <= 20; second++) {
      throughput.reached(START.plusSeconds(second), second * 1000L, second * 50L);
    }
    Instant now = START.plusSeconds(20);
    assertThat(throughput.samplesPerSecond(now, 20_000)).isEqualTo(1000, SLIGHTLY);
    assertThat(throughput.bytesPerSecond(now, 1000)).isEqualTo(50, SLIGHTLY);
  }

  @Test
  void onlyTheLastSecondsCount() {
    throughput.reached(START, 0, 0);
    for (int second = 60; second <= 70; second++) {
      throughput.reached(START.plusSeconds(second), 1_000_000L + second, 0);
    }
    assertThat(throughput.samplesPerSecond(START.plusSeconds(70), 1_000_070)).isLessThan(2);
  }

  @Test
  void stallLetsTheSpeedFall() {
    throughput.reached(START, 0, 0);
    throughput.reached(START.plusSeconds(1), 1000, 0);
    assertThat(throughput.samplesPerSecond(START.plusSeconds(100), 1000)).isLessThan(11);
  }

  @Test
  void rolledBackSamplesMakeNoNegativeSpeed() {
    throughput.reached(START, 5000, 10);
    throughput.reached(START.plusSeconds(1), 1000, 10);
    assertThat(throughput.samplesPerSecond(START.plusSeconds(2), 1500)).isNotNegative();
    assertThat(throughput.samplesPerSecond(START.plusSeconds(3), 500))
        .as("rolled back, and nothing read since")
        .isZero();
  }
}
