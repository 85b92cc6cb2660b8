package io.vmgather.importer.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitingTest {
  private static final Duration LONG = Duration.ofMillis(5010);

  private final List<Duration> slept = new ArrayList<>();
  private final Waiting waiting =
      new Waiting(Duration.ZERO, Duration.ZERO, Clock.systemUTC(), () -> false, slept::add);

  @Test
  void cancelIsNoticedWithinATenthOfASecond() {
    waiting.until(() -> slept.size() == 2).sleep(LONG);
    assertThat(slept).containsExactly(Duration.ofMillis(100), Duration.ofMillis(100));
  }

  @Test
  void withoutACancelTheWaitIsAsLongAsItIsMeantToBe() {
    waiting.until(() -> false).sleep(LONG);
    assertThat(slept.stream().reduce(Duration.ZERO, Duration::plus)).isEqualTo(LONG);
  }
}
