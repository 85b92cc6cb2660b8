package io.vmgather.importer.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImportConfigTest {
  private static final long CENTURY_MILLIS = 36_525L * 24 * 3600 * 1000;

  private static ImportConfig with(long stepSeconds, long shiftMillis) {
    return new ImportConfig(
        "http://target",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        false,
        stepSeconds,
        0,
        false,
        shiftMillis,
        0,
        List.of(),
        0);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 366L * 24 * 3600 + 1, Long.MAX_VALUE / 1000 + 1, Long.MAX_VALUE})
  void stepThatIsNoneIsRefused(long step) {
    assertRefused(with(step, 0), "metric_step_seconds");
  }

  @ParameterizedTest
  @ValueSource(longs = {CENTURY_MILLIS + 1, -CENTURY_MILLIS - 1, Long.MAX_VALUE, Long.MIN_VALUE})
  void shiftOfMoreThanACenturyIsRefused(long shift) {
    assertRefused(with(0, shift), "time_shift_ms");
  }

  @Test
  void yearLongStepAndShiftsOfACenturyAreTaken() {
    for (long shift : new long[] {CENTURY_MILLIS, -CENTURY_MILLIS}) {
      ImportConfig config = with(366L * 24 * 3600, shift);
      assertThat(config.checked()).isSameAs(config);
    }
  }

  private static void assertRefused(ImportConfig config, String field) {
    assertThatThrownBy(config::checked)
        .isInstanceOfSatisfying(
            GatherException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT);
              assertThat(e.field()).hasValue(field);
            });
  }
}
