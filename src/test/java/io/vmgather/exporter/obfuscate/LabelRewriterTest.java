package io.vmgather.exporter.obfuscate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelRewriterTest {
  @Test
  void keyOrderStaysAndUnchangedValuesKeepTheirBytes() {
    Rewriting export = new Rewriting("job").learn("job", "acme");
    assertThat(
            export.raw(
                "{\"z\":\"a\\/\\u0062\\\"\",\"job\":\"acme\",\"__name__\":\"up\",\"a\":\"\\u00e9é\"}"))
        .isEqualTo(
            "{\"z\":\"a\\/\\u0062\\\"\",\"job\":\"unknown-job-1\",\"__name__\":\"up\",\"a\":\"\\u00e9é\"}");
  }

  @Test
  void escapedNamesAndValuesAreUnderstood() {
    Rewriting export = new Rewriting("job").learn("job", "acme");
    assertThat(export.raw("{\"\\u006aob\":\"\\u0061cme\"}"))
        .isEqualTo("{\"\\u006aob\":\"unknown-job-1\"}");
  }

  @Test
  void changedValuesAreEscaped() {
    Rewriting export = new Rewriting("job").learn("job", "acme");
    assertThat(export.raw("{\"a\":\"\\\"acme\\\"\\n\\u0001\\ud83d\\ude00é\\\\\"}"))
        .isEqualTo("{\"a\":\"\\\"unknown-job-1\\\"\\u000a\\u0001😀é\\\\\"}");
  }

  @Test
  void bytesThatAreNoUtf8StayApartAndComeBack() {
    Rewriting export = new Rewriting("job").learn("job", "acme");
    byte[] raw = "{\"a\":\"acme \u00ff\",\"job\":\"\u00fe\"}".getBytes(StandardCharsets.ISO_8859_1);
    byte[] other =
        "{\"a\":\"acme \u00ff\",\"job\":\"\u00fd\"}".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(new String(export.rewriter.rewrite(raw, 0, raw.length), StandardCharsets.ISO_8859_1))
        .isEqualTo("{\"a\":\"unknown-job-1 \u00ff\",\"job\":\"unknown-job-2\"}");
    assertThat(
            new String(
                export.rewriter.rewrite(other, 0, other.length), StandardCharsets.ISO_8859_1))
        .contains("unknown-job-3");
  }

  @Test
  void droppedLabelsAreGoneAndTwoSeriesMayBecomeOne() {
    Rewriting export =
        new Rewriting(
            new Dictionary(), new ObfuscationRules(false, false, Set.of(), Set.of("a", "c")));
    assertThat(export.raw("{\"a\":\"1\",\"b\":\"2\",\"c\":\"3\"}")).isEqualTo("{\"b\":\"2\"}");
    assertThat(export.raw("{\"b\":\"2\",\"c\":\"4\"}")).isEqualTo("{\"b\":\"2\"}");
    assertThat(export.raw("{\"a\":\"1\"}")).isEqualTo("{}");
    assertThat(export.rewriter.distinctSeries()).isEqualTo(2);
    assertThat(export.rewriter.report().collisions()).isEqualTo(1);
  }

  /** As with vmgather 1.x; readers of bundles know series without them from expressions. */
  @Test
  void instanceAndJobCanBeDroppedAsAnyLabel() {
    Rewriting export =
        new Rewriting(
            new Dictionary(),
            new ObfuscationRules(true, true, Set.of(), Set.of("instance", "job")));
    assertThat(export.raw("{\"instance\":\"10.0.0.5:80\",\"job\":\"acme\",\"b\":\"2\"}"))
        .isEqualTo("{\"b\":\"2\"}");
  }

  @Test
  void withoutRulesEverythingPassesAndIsCounted() {
    Rewriting export = new Rewriting(new Dictionary(), ObfuscationRules.NONE);
    String set = "{\"instance\":\"10.0.0.5:80\",\"job\":\"acme\"}";
    assertThat(export.raw(set)).isEqualTo(set);
    assertThat(export.raw(set)).isEqualTo(set);
    assertThat(export.raw("{}")).isEqualTo("{}");
    assertThat(export.rewriter.distinctSeries()).isEqualTo(2);
    assertThat(export.rewriter.digests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"secret\"}",
        "{\"a\":1}",
        "{\"a\":\"secret\"",
        "{\"a\":\"secret",
        "{\"a\":\"secret\\",
        "{\"a\":\"secret\\u12\"}",
        "{\"a\":\"secret\\x\"}",
        "{\"a\":\"secret\",}",
        "{\"a\":\"secret\"} ",
        "{\"a\":\"secret\"}}",
        "{\"a\":\"secret\n\"}",
        "{\"a\":{\"b\":\"secret\"}}",
        "{'a':'secret'}",
      })
  void malformedObjectIsABrokenAnswerThatShowsNoValue(String json) {
    Rewriting export = new Rewriting("job");
    assertThatThrownBy(() -> export.raw(json))
        .isInstanceOfSatisfying(
            GatherException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BROKEN_ANSWER))
        .message()
        .doesNotContain("secret");
  }

  @Test
  void duplicateKeysAreBothHidden() {
    assertThat(new Rewriting("job").raw("{\"job\":\"acme\",\"job\":\"acme2\"}"))
        .isEqualTo("{\"job\":\"unknown-job-1\",\"job\":\"unknown-job-2\"}");
  }

  @Test
  void hotLookupAnswersTheSameArray() {
    Rewriting export = new Rewriting("job");
    byte[] raw = "xx{\"job\":\"acme\"}".getBytes(StandardCharsets.UTF_8);
    byte[] first = export.rewriter.rewrite(raw, 2, raw.length - 2);
    assertThat(export.rewriter.rewrite(raw.clone(), 2, raw.length - 2)).isSameAs(first);
  }

  @Test
  void cacheWithoutRoomCostsTimeButNothingElse() {
    Dictionary dictionary = new Dictionary();
    LabelRewriter tiny = new LabelRewriter(dictionary, Rewriting.BOTH, 2_000);
    LabelRewriter roomy = new LabelRewriter(dictionary, Rewriting.BOTH, 10_000_000);
    for (int i = 0; i < 20_000; i++) {
      byte[] raw =
          "{\"job\":\"acme-%d\",\"instance\":\"h%d:1\"}"
              .formatted(i * 7 % 100, i % 1000)
              .getBytes(StandardCharsets.UTF_8);
      assertThat(tiny.rewrite(raw, 0, raw.length)).isEqualTo(roomy.rewrite(raw, 0, raw.length));
    }
    assertThat(tiny.distinctSeries()).isEqualTo(roomy.distinctSeries());
    assertThat(tiny.report().residueRewritten()).isEqualTo(roomy.report().residueRewritten());
  }

  @Test
  void mapsHoldOnlyWhatThisExportUsed() {
    Rewriting export = new Rewriting("job").learn("job", "acme", "other");
    export.raw("{\"job\":\"acme\"}");
    assertThat(export.rewriter.privateMap().originals().get("job"))
        .containsOnlyKeys("unknown-job-1");
    assertThat(export.rewriter.digests().get("job")).containsOnlyKeys("unknown-job-1");
    assertThat(export.rewriter.report().labels().get("job").tokens()).isEqualTo(1);
  }

  @Test
  void residuesAreCountedOnceALabelSet() {
    Rewriting export = new Rewriting("job").learn("job", "acme");
    export.raw("{\"a\":\"acme\",\"b\":\"acme acme\"}");
    export.raw("{\"a\":\"acme\",\"b\":\"acme acme\"}");
    export.raw("{\"a\":\"acme\"}");
    assertThat(export.rewriter.report().residueRewritten())
        .containsEntry("a", 2L)
        .containsEntry("b", 1L);
  }

  @Test
  void nameCannotBeHiddenOrDropped() {
    assertThatThrownBy(() -> Rewriting.rules("__name__"))
        .isInstanceOfSatisfying(
            GatherException.class,
            e -> assertThat(e.field()).contains("obfuscation.custom_labels"));
    assertThatThrownBy(() -> new ObfuscationRules(false, false, Set.of(), Set.of("__name__")))
        .isInstanceOfSatisfying(
            GatherException.class, e -> assertThat(e.field()).contains("obfuscation.drop_labels"));
    assertThatThrownBy(() -> Rewriting.rules("a b")).isInstanceOf(GatherException.class);
    assertThatThrownBy(() -> Rewriting.rules("")).isInstanceOf(GatherException.class);
  }

  @Test
  void instanceAndJobAmongTheCustomLabelsMeanTheirRules() {
    ObfuscationRules rules = Rewriting.rules("instance", "job", "pod");
    assertThat(rules).isEqualTo(new ObfuscationRules(true, true, Set.of("pod"), Set.of()));
    assertThat(ObfuscationRules.NONE.hidesAnything()).isFalse();
  }
}
