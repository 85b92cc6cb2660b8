package io.vmgather.exporter.obfuscate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A real cluster's own metrics: what the peers leak of it must not be found by a byte search. */
class ClusterDataTest {
  private static final Pattern NAME = Pattern.compile("\"__name__\":\"[^\"]*\"");
  private static List<String> real;

  @BeforeAll
  static void read() throws IOException {
    real = new ArrayList<>();
    try (InputStream in =
            ClusterDataTest.class.getResourceAsStream("/cluster-metrics-20min.jsonl.gz");
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        real.add(line.substring("{\"metric\":".length(), line.indexOf(",\"values\":[")));
      }
    }
  }

  @Test
  void noInstanceJobOrNamespaceIsFoundByAByteSearch() {
    String all = rewriteAll(real, "namespace");
    assertThat(all).doesNotContain("127.0.0.1", "prod-vm", "monitoring");
    assertThat(all).contains("\"addr\":\"777.777.1.1:8403\"");
  }

  @Test
  void noHostNameIsFoundEither() {
    String all = rewriteAll(mapped(s -> s.replace("127.0.0.1", "vm-host.fra.acme.example")));
    assertThat(all).doesNotContain("vm-host", "acme");
  }

  @Test
  void noIpv6AddressIsFoundEither() {
    assertThat(rewriteAll(mapped(s -> s.replace("127.0.0.1", "[2001:db8::7]"))))
        .doesNotContain("db8");
  }

  @Test
  void eachHostAndJobStaysApart() {
    List<String> many = new ArrayList<>();
    for (int i = 0; i < real.size(); i++) {
      int node = i % 300;
      many.add(
          real.get(i)
              .replace("127.0.0.1", "db-%d.acme.example".formatted(node))
              .replaceAll(
                  "\"job\":\"prod-vm(\\w+)\"", "\"job\":\"acme/prod/vm$1/" + node % 50 + "\""));
    }
    assertThat(rewriteAll(many)).doesNotContain("acme");
  }

  @Test
  void knownLeaksOfOtherToolsAreClosed() {
    List<String> sets = new ArrayList<>(real);
    for (String label : List.of("addr", "url", "remote_addr", "note", "value", "name")) {
      sets.add(
          "{\"__name__\":\"flag\",\"%s\":\"http://db-7.acme.example:8428/x\"}".formatted(label));
      sets.add(
          "{\"__name__\":\"flag\",\"%s\":\"-storageNode=db-7.acme.example:8400,10.9.8.7:8400\"}"
              .formatted(label));
      sets.add(
          "{\"__name__\":\"flag\",\"%s\":\"env=acme-billing;ns=monitoring\"}".formatted(label));
    }
    sets.add(
        "{\"__name__\":\"up\",\"instance\":\"db-7.acme.example:9100\",\"job\":\"acme-billing\"}");
    assertThat(rewriteAll(sets, "namespace")).doesNotContain("acme", "10.9.8.7", "monitoring");
  }

  @Test
  void visibleValuesAndKeyOrderStay() {
    Rewriting export = new Rewriting("instance", "job");
    teach(export, real);
    for (String set : real) {
      String written = export.raw(set);
      Map<String, String> before = Rewriting.parse(set);
      Map<String, String> after = Rewriting.parse(written);
      assertThat(new ArrayList<>(after.keySet())).isEqualTo(new ArrayList<>(before.keySet()));
      for (String label : List.of("__name__", "le", "vmrange", "version", "path", "location")) {
        assertThat(after.get(label)).isEqualTo(before.get(label));
      }
    }
    assertThat(export.rewriter.distinctSeries()).isEqualTo(real.size());
    assertThat(export.rewriter.report().collisions()).isZero();
  }

  private static List<String> mapped(UnaryOperator<String> change) {
    return real.stream().map(change).toList();
  }

  /** All written label sets without the metrics' names, which are not hunted by rule. */
  private static String rewriteAll(List<String> sets, String... custom) {
    List<String> hidden = new ArrayList<>(List.of(custom));
    hidden.add("instance");
    hidden.add("job");
    Rewriting export = new Rewriting(hidden.toArray(String[]::new));
    teach(export, sets);
    StringBuilder all = new StringBuilder();
    sets.forEach(set -> all.append(NAME.matcher(export.raw(set)).replaceAll("")).append('\n'));
    assertThat(export.rewriter.gate().needsRescan()).isFalse();
    assertThat(export.rewriter.gate().result())
        .isEqualTo(new LeakScan(export.rewriter.distinctSeries(), 0, List.of()));
    assertThat(export.rewriter.report().toString()).doesNotContain("acme", "127.0.0.1", "prod-vm");
    return all.toString();
  }

  private static void teach(Rewriting export, List<String> sets) {
    Set<Target> targets = new LinkedHashSet<>();
    Set<String> namespaces = new LinkedHashSet<>();
    for (String set : sets) {
      Map<String, String> labels = Rewriting.parse(set);
      String job = labels.getOrDefault("job", "");
      targets.add(new Target("", job, labels.getOrDefault("instance", "")));
      namespaces.add(labels.getOrDefault("namespace", ""));
    }
    export.dictionary.learnTargets(targets);
    export.dictionary.learn("namespace", namespaces);
  }
}
