package io.vmgather.exporter.obfuscate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Originals that become known only after a label set that names them was written. */
class LateOriginalsTest {
  private static final ObfuscationRules RULES = Rewriting.rules("instance", "job", "pod");

  @ParameterizedTest
  @CsvSource({
    "instance, 10.0.0.5:9100, ip-10-0-0-5.ec2.internal",
    "host_ip, 10.0.0.5, ip-10-0-0-5.ec2.internal",
    "pod, 10.0.0.5, ip-10-0-0-5.ec2.internal",
    "instance, 10.0.0.5, IP-10-0-0-5",
    "instance, 10.0.0.5, web10_0_0_5x",
    "instance, 10.0.0.5, 10-0-0-5:8080",
    "instance, 10.0.0.5, host-010-000-000-005",
    "instance, 10.0.0.5, 10.0.0.5.8428",
    "instance, 10.0.0.5, 1.10.0.0.5",
    "instance, 10.0.0.5, http%3A%2F%2Fip%2D10%2D0%2D0%2D5%2Fx",
    "instance, 10.0.0.5, {\\\"node\\\":\\\"ip\\u002d10-0-0-5\\\"}",
    "instance, 10.0.0.5, ip&#45;10-0-0-5",
    "instance, [2001:db8::7]:9100, 2001-db8--7.ipv6-literal.net",
    "instance, 2001:db8::a7, web-2001-DB8--A7-8080",
    "instance, 2001:db8:0:1:2:3:4:7, x_2001_db8_0_1_2_3_4_7",
    "pod, 2001:db8::7, 2001-db8--7",
    "instance, dead::beef, at dead::beef",
    "instance, node-17.corp:9100, http://Node-17.CORP:80/x",
    "instance, node-17.corp, https%3A%2F%2Fnode%2D17.corp",
    "instance, node-17.corp, node-17.corp²",
    "instance, node-17, node-17.corp",
    "instance, node-17.:1, node-17..corp",
    "instance, node-17.corp.:9100, node-17.corp",
    "instance, хост-б.corp, http://xn----btb1bmfp.corp/",
    "instance, xn----btb1bmfp.corp, хост-б.corp",
    "instance, db1:9100, db1:9200",
    "instance, ops@node-17.corp, node-17.corp",
    "job, -x-y-z-, --x-y-z-",
    "job, -a/b, --a/b",
    "job, /srv/acme, file:///srv/acme/x",
    "pod, /acme-data, at /acme-data now",
    "pod, @acme-user, by @acme-user",
    "job, acme & söhne, acme%20%26%20s%C3%B6hne",
    "pod, web-7f9c, web-7f9c²",
    "pod, web-7f9c, http://web-7f9c.payments.svc:8080",
  })
  void mentionThatCameFirstIsFound(String label, String late, String mention) {
    Rewriting first = new Rewriting(new Dictionary(), RULES);
    List<String> sets = List.of(set("a", "node", mention), set("b", label, late));
    List<String> written = new ArrayList<>();
    sets.forEach(set -> written.add(first.raw(set)));
    assertThat(written.get(0)).isEqualTo(sets.get(0));
    assertThat(sound(first, written)).isFalse();

    Rewriting second = new Rewriting(first.dictionary, RULES);
    List<String> anew = sets.stream().map(second::raw).toList();
    assertThat(anew.get(0)).isNotEqualTo(sets.get(0));
    assertThat(sound(second, anew)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "instance, db1:9100, db1",
    "instance, db1:9100, db1.corp",
    "instance, 12:9100, 12:30",
    "instance, ab:9100, 00:ab:12:34",
    "pod, 12345, at 12345",
    "instance, node-17.corp:9100, node-17",
    "instance, node-17.corp:9100, eth0_node-17.corp",
    "instance, node-17.corp:9100, a.node-17.corp",
    "instance, node-17.corp:9100, node_17_corp",
    "job, acme-prod, Acme-prod",
    "pod, payments, web-7f9c.payments.svc:8080",
    "pod, payments, payments.svc",
    "instance, 10.0.0.5:9100, 0a000005 10/0/0/5",
  })
  void whatIsSaidToStayStays(String label, String original, String mention) {
    assertThat(new Rewriting(new Dictionary(), RULES).learn(label, original).hunted(mention))
        .isEqualTo(mention);
  }

  @ParameterizedTest
  @CsvSource({"db1, db1:9100, H:9100", "db1, http://DB1:80/x db1, http://H:80/x db1"})
  void shortHostIsFoundBeforeAPort(String host, String mention, String expected) {
    Rewriting export = new Rewriting(new Dictionary(), RULES).learn("instance", host + ":1");
    assertThat(export.hunted(mention).replaceAll("777[.\\d]+", "H")).isEqualTo(expected);
  }

  @Test
  void metricNameWithADisguisedAddressIsReported() {
    Rewriting export = new Rewriting(new Dictionary(), RULES).learn("instance", "10.0.0.5:1");
    export.labels("__name__", "node_10_0_0_5_up");
    assertThat(export.rewriter.report().metricNamesWithOriginals())
        .containsExactly("node_10_0_0_5_up");
  }

  @Test
  void mentionInTheLabelSetOfItsOriginalIsFound() {
    Rewriting export = new Rewriting(new Dictionary(), RULES);
    String written = export.raw("{\"node\":\"ip-10-0-0-5\",\"z\":\"10.0.0.5\"}");
    assertThat(sound(export, List.of(written))).isFalse();
  }

  @Test
  void dateAndVersionInTheFormOfAnAddressAskForNoRescan() {
    Rewriting export = new Rewriting(new Dictionary(), RULES);
    export.raw(set("a", "note", "10-22-33-44 1.2.3.4.5 db1 2001-db8--7"));
    export.raw(set("b", "instance", "10.22.33.45:1"));
    export.raw(set("b", "instance", "db1:1"));
    export.raw(set("b", "instance", "[2001:db8::8]:1"));
    assertThat(export.rewriter.gate().needsRescan()).isFalse();
  }

  /**
   * What the export does: writes all, checks what was written where that may be needed, and writes
   * it once more where something was found.
   */
  @Property(tries = 1000)
  void hiddenOriginalsStandInNoLineWhateverTheOrder(
      @ForAll("labelSets") List<Map<String, String>> sets) {
    Rewriting export = new Rewriting(new Dictionary(), RULES);
    List<String> written = write(export, sets);
    for (int again = 0; again < 2 && !sound(export, written); again++) {
      export = new Rewriting(export.dictionary, RULES);
      written = write(export, sets);
    }
    assertThat(sound(export, written)).isTrue();
    for (String line : written) {
      String shown = plain(Rewriting.parse(line).getOrDefault("note", ""));
      for (Map<String, String> labels : sets) {
        labels.forEach((name, value) -> assertHides(shown, name, value));
      }
    }
  }

  private static void assertHides(String shown, String label, String original) {
    if (label.equals("note") || label.equals("__name__")) {
      return;
    }
    String host = host(original);
    for (String shape : List.of(host, host.replaceAll("[.:]", "-"), host.replaceAll("[.:]", "_"))) {
      assertThat(shown).doesNotContainIgnoringCase(shape);
    }
  }

  private static String host(String original) {
    return HostPort.parse(original).map(HostPort::host).orElse(original);
  }

  /** Behind its escapes. */
  private static String plain(String text) {
    String plain = text;
    for (int layer = 0; layer < 3; layer++) {
      for (Escapes escapes : Escapes.values()) {
        plain = escapes.decode(plain);
      }
    }
    return plain;
  }

  @Provide
  Arbitrary<List<Map<String, String>>> labelSets() {
    Arbitrary<Tuple.Tuple2<String, String>> originals =
        Arbitraries.of(
            Tuple.of("instance", "10.0.0.5:9100"),
            Tuple.of("instance", "192.168.100.200"),
            Tuple.of("host_ip", "10.0.0.5"),
            Tuple.of("pod", "172.16.0.9"),
            Tuple.of("instance", "[2001:db8::7]:9100"),
            Tuple.of("instance", "2001:db8:0:1:2:3:4:7"),
            Tuple.of("instance", "ip-10-9-8-7.ec2.internal:9100"),
            Tuple.of("instance", "node-17.corp:9100"),
            Tuple.of("job", "acme-payroll"),
            Tuple.of("pod", "web-7f9c"));
    Arbitrary<Map<String, String>> naming = originals.map(o -> labels(o.get1(), o.get2()));
    Arbitrary<Map<String, String>> mention =
        Combinators.combine(
                originals, Arbitraries.integers().between(0, 4), Arbitraries.of(Mention.values()))
            .as((o, shape, mentioned) -> labels("note", mentioned.of(shaped(o.get2(), shape))));
    return Arbitraries.frequencyOf(Tuple.of(1, naming), Tuple.of(2, mention))
        .list()
        .ofMinSize(2)
        .ofMaxSize(10);
  }

  private static String shaped(String original, int shape) {
    String host = host(original);
    boolean address = host.matches("[\\d.]+|.*:.*");
    boolean folds = !original.contains("acme") && !original.contains("web");
    return switch (shape) {
      case 1 -> address ? host.replaceAll("[.:]", "-") : host;
      case 2 -> address ? host.replaceAll("[.:]", "_") : host;
      case 3 -> folds ? original.toUpperCase(Locale.ROOT) : original;
      case 4 -> host;
      default -> original;
    };
  }

  private enum Mention {
    BARE("%s"),
    PORT("%s:8080"),
    DOMAIN("ip-%s.ec2.internal"),
    URL("https://user@%s/x?y=1"),
    PERCENT("http%%3A%%2F%%2F%s%%2Fx"),
    JSON("{\\\"host\\\":\\\"%s\\\"}"),
    UNICODE("\\u0022%s\\u0022"),
    ENTITY("&quot;%s&quot;"),
    SENTENCE("to %s."),
    BRACKETS("[%s]");

    private final String form;

    Mention(String form) {
      this.form = form;
    }

    /** A name is part of a longer one there: that is another name. */
    String of(String shape) {
      boolean name = !shape.matches("[\\d._-]+");
      return (this == DOMAIN && name ? BARE.form : form).formatted(shape);
    }
  }

  private static List<String> write(Rewriting export, List<Map<String, String>> sets) {
    return sets.stream().map(labels -> export.raw(Rewriting.json(labels))).toList();
  }

  private static Map<String, String> labels(String name, String value) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("__name__", "up");
    labels.put(name, value);
    return labels;
  }

  private static String set(String metric, String label, String value) {
    Map<String, String> labels = labels(label, value);
    labels.put("__name__", metric);
    return Rewriting.json(labels);
  }

  /** As the end of an export decides it. */
  private static boolean sound(Rewriting export, List<String> written) {
    LeakGate gate = export.rewriter.gate();
    if (gate.needsRescan()) {
      for (String set : written) {
        byte[] bytes = set.getBytes(StandardCharsets.UTF_8);
        gate.rescan(bytes, 0, bytes.length);
      }
    }
    return gate.result().residual() == 0 && export.rewriter.consistent();
  }
}
