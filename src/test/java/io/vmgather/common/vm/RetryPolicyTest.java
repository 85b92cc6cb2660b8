package io.vmgather.common.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetryPolicyTest {
  private final List<Duration> waits = new ArrayList<>();
  private int runs;
  private final RetryPolicy policy =
      RetryPolicy.of(5, Duration.ofSeconds(1), Duration.ofSeconds(30))
          .sleepingBy(slice -> {}, () -> 0.5)
          .reporting((failure, failed, wait) -> waits.add(wait));

  @Test
  void busyIsTriedAgainWithDoublingWaits() {
    assertThat(failing(policy, ErrorCode.BUSY).code()).isEqualTo(ErrorCode.BUSY);
    assertThat(runs).isEqualTo(5);
    assertThat(waits)
        .containsExactly(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(4),
            Duration.ofSeconds(8));
  }

  @Test
  void successEndsIt() {
    String result =
        policy.run(
            () -> {
              if (++runs < 3) {
                throw new GatherException(ErrorCode.BROKEN_ANSWER, "broken");
              }
              return "done";
            });
    assertThat(result).isEqualTo("done");
    assertThat(runs).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "LOGIN_REFUSED",
        "REJECTED",
        "ROUTE_MISSING",
        "SERVER_LIMIT",
        "INVALID_INPUT",
        "DISK_FULL",
        "CANCELLED"
      })
  void whatCannotPassIsNotTriedAgain(ErrorCode code) {
    failing(policy, code);
    assertThat(runs).isEqualTo(1);
  }

  @Test
  void aTimeOutIsTriedThreeTimes() {
    failing(policy, ErrorCode.TIMED_OUT);
    assertThat(runs).isEqualTo(3);
  }

  @Test
  void waitsSpreadByAQuarter() {
    RetryPolicy low = policy.sleepingBy(slice -> {}, () -> 0).reporting((f, n, w) -> waits.add(w));
    failing(low, ErrorCode.TIMED_OUT);
    assertThat(waits).containsExactly(Duration.ofMillis(750), Duration.ofMillis(1500));
  }

  @Test
  void retryAfterIsHonouredUpToTheLongestWait() {
    for (Duration asked : List.of(Duration.ofSeconds(9), Duration.ofHours(9))) {
      GatherException busy =
          new GatherException(ErrorCode.BUSY, "busy", new RefusedAnswer(429, asked));
      assertThat(failing(policy, busy)).isSameAs(busy);
    }
    assertThat(waits.get(0)).isEqualTo(Duration.ofSeconds(9));
    assertThat(waits.get(4)).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void cancelIsNoticedWhileWaiting() {
    AtomicBoolean stop = new AtomicBoolean();
    List<Duration> slices = new ArrayList<>();
    RetryPolicy cancelled =
        policy
            .sleepingBy(
                slice -> {
                  slices.add(slice);
                  stop.set(slices.size() == 3);
                },
                () -> 0.5)
            .until(stop::get);
    assertThat(failing(cancelled, ErrorCode.BUSY).code()).isEqualTo(ErrorCode.CANCELLED);
    assertThat(slices).hasSize(3).containsOnly(Duration.ofMillis(100));
  }

  @Test
  void interruptCancelsAndStaysSet() {
    RetryPolicy interrupted =
        policy.sleepingBy(
            slice -> {
              throw new InterruptedException();
            },
            () -> 0.5);
    assertThat(failing(interrupted, ErrorCode.BUSY).code()).isEqualTo(ErrorCode.CANCELLED);
    assertThat(Thread.interrupted()).isTrue();
  }

  private GatherException failing(RetryPolicy retry, ErrorCode code) {
    return failing(retry, new GatherException(code, "failed"));
  }

  private GatherException failing(RetryPolicy retry, GatherException failure) {
    return catchThrowableOfType(
        GatherException.class,
        () ->
            retry.run(
                () -> {
                  runs++;
                  throw failure;
                }));
  }
}
