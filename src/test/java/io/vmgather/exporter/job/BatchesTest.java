package io.vmgather.exporter.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmgather.common.GatherException;
import io.vmgather.common.TimeWindow;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchesTest {
  private static final TimeWindow WEEK = new TimeWindow(0, 7L * 86_400_000);

  private final List<String> warnings = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({"30, 30, ''", "86400, 86400, ''", "1, 30, raised", "86401, 86400, cut"})
  void intervalOutOfBoundsBecomesTheNextWithin(long asked, long made, String warned) {
    Batches batches = Batches.of(WEEK, Exports.each(asked), warnings::add);
    assertThat(batches.interval().toSeconds()).isEqualTo(made);
    assertThat(String.join("", warnings)).contains(warned);
    assertThat(warnings).hasSize(warned.isEmpty() ? 0 : 1);
  }

  @Test
  void negativeIntervalIsRefused() {
    assertThatThrownBy(() -> Batches.of(WEEK, Exports.each(-1), warnings::add))
        .isInstanceOf(GatherException.class)
        .hasMessageContaining("not within 30 and 86400 s");
  }
}
