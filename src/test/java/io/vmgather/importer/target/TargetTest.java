package io.vmgather.importer.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
  @ParameterizedTest
  @CsvSource({"1,31", "7d,7", "2w,14", "1y,365", "1.5M,46.5", "36h,1.5", "1d12h,1.5", "100y,36500"})
  void retentionIsReadAsVictoriaMetricsDoes(String text, double days) {
    assertThat(RetentionPeriod.millis(text))
        .hasValue((long) (days * Duration.ofDays(1).toMillis()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "d", "7x", "7d ago", "-1d"})
  void textThatIsNoRetentionIsUnknown(String text) {
    assertThat(RetentionPeriod.millis(text)).isEmpty();
  }

  @Test
  void insertPathFollowsFromTheSelectPath() {
    assertThat(InsertPaths.of("/select/7:1/prometheus")).containsExactly("/insert/7:1/prometheus");
    assertThat(InsertPaths.of("/vm/select/0/prometheus"))
        .containsExactly("/vm/insert/0/prometheus");
    assertThat(InsertPaths.of("/1011/rw/prometheus")).first().isEqualTo("/1011/rw/prometheus");
    assertThat(InsertPaths.of("")).containsExactly("");
    assertThat(InsertPaths.of("/monitoring/vm")).containsExactly("/monitoring/vm");
  }
}
