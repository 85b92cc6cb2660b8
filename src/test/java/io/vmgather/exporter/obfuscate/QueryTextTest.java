package io.vmgather.exporter.obfuscate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTextTest {
  private final Rewriting export =
      new Rewriting("instance", "job", "k8s-pod")
          .learn("instance", "10.0.0.5:8482", "node-17.corp:1")
          .learn("job", "acme", "vmstorage");

  @Test
  void longWordsOfAnErrorTextAreReadInOneGo() {
    String word = "a".repeat(100_000);
    assertThat(export.rewriter.rewriteText(word + " acme")).isEqualTo(word + " unknown-job-1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "{job=\"acme\"}#{job=\"unknown-job-1\"}",
        "{job!=\"acme\",x=\"y\"}#{job!=\"unknown-job-1\",x=\"y\"}",
        "{job=\"vmstorage\"}#{job=\"unknown-job-2\"}",
        "{job = 'acme'}#{job = 'unknown-job-1'}",
        "{\"job\"=\"acme\"}#{\"job\"=\"unknown-job-1\"}",
        "{job=`acme`}#{job=`unknown-job-1`}",
        "{job=~\"ac.*|vm.*\"}#{job=~\"<hidden>\"}",
        "{job!~\"ac.*\"}#{job!~\"<hidden>\"}",
        "{job=~\".*\"}#{job=~\".*\"}",
        "{job=\"\"}#{job=\"\"}",
        "{job=~\".+\"}#{job=~\".+\"}",
        "up{instance=\"10.0.0.5:8482\"} + 1#up{instance=\"777.777.1.1:8482\"} + 1",
        "query=up%7Bjob%3D~%22.%2B%22%7D+a#query=up%7Bjob%3D~%22.%2B%22%7D+a",
        "{instance=\"10.0.0.5:8482\"}#{instance=\"777.777.1.1:8482\"}",
        "{instance=~\"10\\\\.0\\\\.0\\\\..*\"}#{instance=~\"<hidden>\"}",
        "{addr=~\"10\\\\.0\\\\.0\\\\..*\"}#{addr=~\"<hidden>\"}",
        "{le=~\"0.5|1.0\"}#{le=~\"0.5|1.0\"}",
        "{k8s\\-pod=\"web-1\"}#{k8s\\-pod=\"k8s-pod-1\"}",
        "rate(x{env=\"p\"}[5m]) by (job)#rate(x{env=\"p\"}[5m]) by (job)",
        "no acme at 10.0.0.5:80#no unknown-job-1 at 777.777.1.1:80",
      })
  void matchersAndTextAreRewritten(String text, String expected) {
    assertThat(export.rewriter.rewriteText(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{addr=~\"10\\\\.0\\\\.0\\\\.5:.*\"}",
        "{addr=~\"10[.]0[.]0[.]5\"}",
        "error in {job=\\\"acme\\\"} at node\\\\-17\\\\.corp",
        "query=up%7Bjob%3D%22acme%22%2Cinstance%3D~%22node-17.%2A%22%7D",
        "label_replace(up, \"x\", \"$1\", \"job\", \"(acm)e.*\")",
        "label_match(up, 'instance', 'node-1.*')",
        "{job=\"acme",
        "{job=\"ac\\\"me\"}",
        "dial tcp 10.0.0.5:8482: connect: refused",
        "Get \"http://node-17.corp:1/api\": EOF",
      })
  void nothingReadableOfAnOriginalStays(String text) {
    String written = export.rewriter.rewriteText(text);
    assertThat(Escapes.PERCENT.decode(Escapes.BACKSLASH.decode(written)))
        .doesNotContain("acm", "node-1", "10.0.0", "10[.]0");
  }

  @Test
  void withoutRulesTextStays() {
    Rewriting none = new Rewriting(new Dictionary(), ObfuscationRules.NONE);
    assertThat(none.rewriter.rewriteText("{job=\"acme\"}")).isEqualTo("{job=\"acme\"}");
  }
}
