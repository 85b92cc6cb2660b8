package io.vmgather.exporter.obfuscate;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class LabelRewriterPropertiesTest {
  @Property(tries = 500)
  void hiddenLabelsStayDistinctAndEqualOnesStayEqual(
      @ForAll("labelSets") List<Map<String, String>> sets) {
    Rewriting export = new Rewriting("instance", "job", "pod");
    Map<String, String> tokenOf = new HashMap<>();
    Map<String, String> originalOf = new HashMap<>();
    for (Map<String, String> labels : sets) {
      Map<String, String> written = Rewriting.parse(export.raw(Rewriting.json(labels)));
      assertThat(new ArrayList<>(written.keySet())).isEqualTo(new ArrayList<>(labels.keySet()));
      for (String label : List.of("instance", "job", "pod")) {
        String original = label + "=" + labels.getOrDefault(label, "");
        String token = label + "=" + written.getOrDefault(label, "");
        String canonical = original.replace("[", "").replace("]", "");
        assertThat(tokenOf.computeIfAbsent(original, o -> token)).isEqualTo(token);
        assertThat(originalOf.computeIfAbsent(token, t -> canonical)).isEqualTo(canonical);
      }
    }
  }

  @Property(tries = 500)
  void whatIsTaughtFirstIsNotFoundInTheOutput(@ForAll("labelSets") List<Map<String, String>> sets) {
    Rewriting export = new Rewriting("instance", "job", "pod");
    List<Target> targets = new ArrayList<>();
    List<String> pods = new ArrayList<>();
    for (Map<String, String> labels : sets) {
      targets.add(
          new Target(
              "vmagent", labels.getOrDefault("job", ""), labels.getOrDefault("instance", "")));
      pods.add(labels.getOrDefault("pod", ""));
    }
    export.dictionary.learnTargets(targets);
    export.dictionary.learn("pod", pods);
    sets.forEach(labels -> export.raw(Rewriting.json(labels)));
    assertThat(export.rewriter.gate().result().residual()).isZero();
    assertThat(export.rewriter.gate().needsRescan()).isFalse();
  }

  @Property(tries = 500)
  void withNothingToHideValuesRoundTrip(@ForAll("values") String a, @ForAll("values") String b) {
    Rewriting export = new Rewriting("job").learn("job", "no such job in there");
    String json = Rewriting.json(Map.of("a", a, "b", b.isEmpty() ? "x" : b));
    assertThat(export.raw(json)).isEqualTo(json);
  }

  @Property(tries = 500)
  void changedTextStaysJsonAndKeepsItsSurroundings(@ForAll String before, @ForAll String after) {
    String cleanBefore = clean(before);
    String cleanAfter = clean(after);
    Rewriting export = new Rewriting("job").learn("job", "acme-1");
    assertThat(export.hunted(cleanBefore + " acme-1 " + cleanAfter))
        .isEqualTo(cleanBefore + " unknown-job-1 " + cleanAfter);
  }

  @Property(tries = 1000)
  void anyBytesPassOrAreABrokenAnswer(@ForAll("almostJson") String text) {
    Rewriting export = new Rewriting("instance", "job");
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try {
      export.rewriter.rewrite(bytes, 0, bytes.length);
    } catch (GatherException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.BROKEN_ANSWER);
    }
    assertThat(export.rewriter.rewriteText(text)).isNotNull();
  }

  @Provide
  Arbitrary<List<Map<String, String>>> labelSets() {
    Arbitrary<String> note =
        values().list().ofMinSize(1).ofMaxSize(3).map(parts -> String.join(" at ", parts));
    return Combinators.combine(values(), values(), values(), note)
        .as(
            (instance, job, pod, text) -> {
              Map<String, String> labels = new LinkedHashMap<>();
              labels.put("__name__", "up");
              labels.put("note", text);
              labels.put("instance", instance);
              labels.put("url", "http://" + instance + "/" + pod);
              labels.put("job", job);
              labels.put("pod", pod);
              return labels;
            })
        .list()
        .ofMinSize(1)
        .ofMaxSize(12);
  }

  @Provide
  Arbitrary<String> values() {
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(
            4,
            Arbitraries.of(
                "node-1",
                "node-2:9100",
                "Node-1",
                "10.0.0.5:80",
                "10.0.0.5",
                "[2001:db8::7]:1",
                "2001:db8::7",
                "777.777.1.1",
                "777.777.1.1:80",
                "pod-1",
                "pod-2",
                "unknown-job-1",
                "vmagent-job-1",
                "instance-1",
                "my job/7",
                "https://a.example/x?y=1",
                "vmstorage",
                "/srv/x",
                "a",
                "",
                "...",
                "-x-y-z-",
                "1.2.3.4.5",
                "x\"y\\z\n1")),
        net.jqwik.api.Tuple.of(
            1, Arbitraries.strings().ofMaxLength(8).map(LabelRewriterPropertiesTest::whole)),
        net.jqwik.api.Tuple.of(
            2, Arbitraries.strings().withChars("ab1.:-_/ 025%[]").ofMaxLength(9)));
  }

  @Provide
  Arbitrary<String> almostJson() {
    return Arbitraries.of(
            "{",
            "}",
            "\"",
            "\"job\"",
            "\"instance\"",
            ":",
            ",",
            "\\",
            "\\u00",
            "\\u0041",
            "a",
            "10.0.0.5",
            "::1",
            "%41",
            "&#65;",
            " ",
            "é",
            "\u0001",
            "{\"job\":\"x\"}",
            "=~\"",
            "=\"",
            "[",
            "]")
        .list()
        .ofMaxSize(14)
        .map(parts -> String.join("", parts));
  }

  /** Without lone surrogates, which Jackson would not write. */
  private static String whole(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private static String clean(String text) {
    return whole(text).replaceAll("[\\\\%&+]", "");
  }
}
