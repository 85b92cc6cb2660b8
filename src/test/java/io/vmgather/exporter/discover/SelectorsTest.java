package io.vmgather.exporter.discover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "up", " node:cpu:rate5m ", "{}", "{job=\"a\"}", "up{job=~\"a|b\", x!='}'}",
        "{a=\"\\\"}\"}", "up{a=`\\`}", "{a=\"1\" or b=\"2\"}", "{\"weird name\"}", "métrique"
      })
  void selectorsAreKnown(String text) {
    assertThat(Selectors.isSelector(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "rate(up[5m])",
        "up[5m]",
        "up offset 5m",
        "up{job=\"a\"} or up",
        "sum(up)",
        "1",
        "up{",
        "{job=\"a}",
        "{a=\"1\"}{b=\"2\"}",
        "up - up",
        "up{a=\"1\"} # note"
      })
  void whatComputesOrIsBrokenIsNone(String text) {
    assertThat(Selectors.isSelector(text)).isFalse();
  }

  @Test
  void valuesAreMatchedLiterally() {
    assertThat(Selectors.anyOf("job", List.of("a.b", "c|d", "e\"f\\", "g-h")))
        .isEqualTo("job=~\"a\\\\.b|c\\\\|d|e\\\"f\\\\\\\\|g\\\\-h\"");
  }
}
