package io.vmgather.exporter.obfuscate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DictionaryStatePropertiesTest {
  /** Something that a dictionary is taught. */
  private record Lesson(String component, String label, String value) {
    void teach(Dictionary dictionary) {
      dictionary.learnTargets(List.of(new Target(component, value, value + ":80")));
      dictionary.learn(label, List.of(value));
    }
  }

  @Property(tries = 300)
  void restoredDictionaryGivesTheSameTokensToOldAndNewValues(
      @ForAll("lessons") List<Lesson> before,
      @ForAll("lessons") List<Lesson> between,
      @ForAll("lessons") List<Lesson> after)
      throws IOException {
    Dictionary original = new Dictionary();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    before.forEach(lesson -> lesson.teach(original));
    DictionaryState written = DictionaryState.begin(original, out);
    written.writeNew(out);
    between.forEach(lesson -> lesson.teach(original));
    written.writeNew(out);

    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    DictionaryState read = DictionaryState.read(null, in);
    read.readNew(in);
    read.readNew(in);
    Dictionary restored = read.dictionary();

    assertThat(in.available()).isZero();
    assertSame(restored, original);
    after.forEach(lesson -> lesson.teach(original));
    after.forEach(lesson -> lesson.teach(restored));
    assertSame(restored, original);
  }

  @Property(tries = 100)
  void liveDictionaryAgreesWithWhatItWroteWhateverItLearntSince(
      @ForAll("lessons") List<Lesson> before, @ForAll("lessons") List<Lesson> after)
      throws IOException {
    Dictionary live = new Dictionary();
    before.forEach(lesson -> lesson.teach(live));
    byte[] saved = written(live);
    after.forEach(lesson -> lesson.teach(live));
    int size = live.size();

    readInto(live, saved);

    assertThat(live.size()).isEqualTo(size);
  }

  @Property(tries = 200)
  void rewriterGoesOnCountingAndCheckingWhereAnotherStopped(
      @ForAll("lessons") List<Lesson> first, @ForAll("lessons") List<Lesson> second)
      throws IOException {
    LabelRewriter straight = rewriter(knowing(first, second));
    Dictionary dictionary = knowing(first, second);
    LabelRewriter stopped = rewriter(dictionary);
    first.forEach(lesson -> rewrite(lesson, straight));
    first.forEach(lesson -> rewrite(lesson, stopped));

    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    DictionaryState.begin(dictionary, out).writeNew(out);
    stopped.writeNew(out);
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    DictionaryState restored = DictionaryState.read(null, in);
    restored.readNew(in);
    LabelRewriter resumed = rewriter(restored.dictionary());
    resumed.readNew(in);

    second.forEach(lesson -> rewrite(lesson, straight));
    second.forEach(lesson -> rewrite(lesson, resumed));

    ObfuscationReport report = resumed.report();
    ObfuscationReport wanted = straight.report();
    assertThat(resumed.distinctSeries()).isEqualTo(straight.distinctSeries());
    assertThat(report.labels()).isEqualTo(wanted.labels());
    assertThat(report.residueRewritten()).isEqualTo(wanted.residueRewritten());
    assertThat(report.notHunted()).isEqualTo(wanted.notHunted());
    assertThat(report.publicWords()).isEqualTo(wanted.publicWords());
    assertThat(report.metricNamesWithOriginals()).isEqualTo(wanted.metricNamesWithOriginals());
    assertThat(report.relabelled()).isEqualTo(wanted.relabelled());
    assertThat(report.collisions()).isEqualTo(wanted.collisions());
    assertThat(report.leakScan()).isEqualTo(wanted.leakScan());
    assertThat(resumed.gate().needsRescan()).isEqualTo(straight.gate().needsRescan());
    assertThat(resumed.privateMap().originals()).isEqualTo(straight.privateMap().originals());
  }

  @Example
  void dictionaryOfAnotherSessionIsRefused() throws IOException {
    byte[] saved = written(new Dictionary());
    assertThatThrownBy(() -> readInto(new Dictionary(), saved))
        .isInstanceOfSatisfying(
            GatherException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT));
  }

  private static Dictionary knowing(List<Lesson> first, List<Lesson> second) {
    Dictionary dictionary = new Dictionary();
    first.forEach(lesson -> lesson.teach(dictionary));
    second.forEach(lesson -> lesson.teach(dictionary));
    return dictionary;
  }

  private static byte[] written(Dictionary dictionary) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    DictionaryState.begin(dictionary, out).writeNew(out);
    return bytes.toByteArray();
  }

  private static void readInto(Dictionary live, byte[] saved) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(saved));
    DictionaryState.read(live, in).readNew(in);
  }

  private static LabelRewriter rewriter(Dictionary dictionary) {
    ObfuscationRules rules = new ObfuscationRules(true, true, Set.of("pod"), Set.of("dropped"));
    LabelRewriter rewriter = new LabelRewriter(dictionary, rules, 1 << 16);
    rewriter.track();
    return rewriter;
  }

  private static void rewrite(Lesson lesson, LabelRewriter rewriter) {
    String value = lesson.value();
    byte[] raw =
        Rewriting.json(
                Map.of(
                    "__name__",
                    "m_" + lesson.component(),
                    "job",
                    value,
                    "instance",
                    value + ":80",
                    "exported_job",
                    value,
                    "dropped",
                    lesson.label(),
                    lesson.label().equals("job") ? "note" : "pod",
                    value))
            .getBytes(StandardCharsets.UTF_8);
    rewriter.rewrite(raw, 0, raw.length);
  }

  private static void assertSame(Dictionary restored, Dictionary original) {
    assertThat(restored.keyHex()).isEqualTo(original.keyHex());
    assertThat(restored.size()).isEqualTo(original.size());
    assertThat(restored.privateMap().originals()).isEqualTo(original.privateMap().originals());
    for (int id = 0; id < original.size(); id++) {
      String token = original.tokenOf(id);
      assertThat(restored.tokenOf(id)).isEqualTo(token);
      assertThat(restored.issued(token)).isTrue();
    }
  }

  @Provide
  Arbitrary<List<Lesson>> lessons() {
    Arbitrary<String> values =
        Arbitraries.oneOf(
            Arbitraries.of(
                "node-1",
                "10.0.0.5",
                "777.777.1.1",
                "pod-1",
                "vmagent-job-1",
                "\ud800x",
                "метрика"),
            Arbitraries.integers().between(1, 600).map(n -> "host-" + n),
            Arbitraries.strings().ofMaxLength(5).map(DictionaryStatePropertiesTest::whole));
    return Combinators.combine(
            Arbitraries.of("vmagent", "vmstorage", "", "Odd Component"),
            Arbitraries.of("pod", "job", "instance", "vmagent-job", "zone"),
            values)
        .as(Lesson::new)
        .list()
        .ofMaxSize(40);
  }

  /** Without lone surrogates, which no source sends. */
  private static String whole(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
