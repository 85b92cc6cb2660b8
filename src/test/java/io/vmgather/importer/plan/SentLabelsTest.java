package io.vmgather.importer.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgather.common.line.ExportLine;
import io.vmgather.common.line.LineParser;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SentLabelsTest {
  private final SentLabels labels = new SentLabels();

  @Test
  void seriesThatComesAgainSoonIsDecodedOnce() {
    Map<String, String> first = labels.of(line("a"));
    assertThat(first).isEqualTo(Map.of("__name__", "m", "x", "a"));
    assertThat(labels.of(line("b"))).isEqualTo(Map.of("__name__", "m", "x", "b"));
    assertThat(labels.of(line("a"))).isSameAs(first);
  }

  /** Ten thousand of them would be more than a heap of 256 MB. */
  @Test
  void longLabelsAreNotHeld() {
    String value = "v".repeat(60_000);
    Map<String, String> first = labels.of(line(value));
    assertThat(labels.of(line(value))).isEqualTo(first).isNotSameAs(first);
  }

  @Test
  void oldestSeriesAreForgottenForOthers() {
    String value = "v".repeat(3000);
    Map<String, String> first = labels.of(line("first" + value));
    for (int i = 0; i < 5000; i++) {
      labels.of(line(i + value));
    }
    assertThat(labels.of(line("first" + value))).isEqualTo(first).isNotSameAs(first);
    Map<String, String> last = labels.of(line("4999" + value));
    assertThat(labels.of(line("4999" + value))).isSameAs(last);
  }

  private static ExportLine line(String value) {
    byte[] text =
        ("{\"metric\":{\"__name__\":\"m\",\"x\":\""
                + value
                + "\"},\"values\":[1],\"timestamps\":[1772607600000]}\n")
            .getBytes(StandardCharsets.UTF_8);
    ExportLine line = new ExportLine();
    assertThat(new LineParser().parse(text, 0, text.length, line)).isPositive();
    return line;
  }
}
