package io.vmgather.exporter.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '\0',
      value = {
        "up ; up{job=\"a\"}",
        "{env=\"x\"} ; {env=\"x\",job=\"a\"}",
        "up{env=~\"x|y\",} ; up{env=~\"x|y\",job=\"a\"}",
        "{a=\"1\" or b!=\"2\"} ; {a=\"1\",job=\"a\" or b!=\"2\",job=\"a\"}",
        "{job=~\"a.*\"} ; {job=~\"a.*\",job=\"a\"}",
        "{\"my metric\", env='q\\'}'} ; {\"my metric\",env='q\\'}',job=\"a\"}",
        "{a=\"x } or {y\"} ; {a=\"x } or {y\",job=\"a\"}",
        "{} ; {job=\"a\"}",
      })
  void jobsNarrowEveryBranch(String text, String narrowed) {
    assertThat(Selector.require(text.strip()).withJobs(List.of("a"))).hasToString(narrowed.strip());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rate(up[5m])",
        "up + 1",
        "1",
        "up[5m]",
        "up offset 5m",
        "sum by (job) (up)",
        "",
        "{",
        "{a=b}",
        "{a=\"b\"",
        "up{a=\"b\"} or up{a=\"c\"}",
        "{a=\"b\"}}",
        "{a=\"b\" c=\"d\"}",
        "{a}",
        "{a=\"1\"}{b=\"2\"}",
        "{job=\"a}",
        "up - up",
        "up{a=\"1\"} # note"
      })
  void whatComputesOrIsBrokenIsNoSelector(String text) {
    assertThat(Selector.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "node:cpu:rate5m",
        "{}",
        "up{job=~\"a|b\",x!='}'}",
        "{a=\"\\\"}\"}",
        "up{a=`\\`}",
        "{\"weird name\"}",
        "métrique"
      })
  void selectorsAreKnown(String text) {
    assertThat(Selector.parse(" " + text + " ").orElseThrow()).hasToString(text);
  }

  @Test
  void severalJobsAreEscapedForRegularExpressionAndString() {
    assertThat(Selector.ofJobs(List.of("a.b", "c\"d", "e|f")))
        .hasToString("{job=~\"a\\\\.b|c\\\"d|e\\\\|f\"}");
  }

  @Test
  void longTextWithoutSelectorIsShownByItsBeginning() {
    assertThatThrownBy(() -> Selector.require("up +\n" + "1".repeat(500)))
        .hasMessageContaining("\"up + 11")
        .hasMessageContaining("…\" is not a series selector");
  }

  @Test
  void selectorWithoutJobsStaysAsItWasWritten() {
    assertThat(Selector.require("up").withJobs(List.of())).hasToString("up");
    assertThat(Selector.require("{a=\"b\" or c=\"d\"}")).hasToString("{a=\"b\" or c=\"d\"}");
  }
}
