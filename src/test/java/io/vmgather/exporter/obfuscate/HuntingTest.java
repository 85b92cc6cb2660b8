package io.vmgather.exporter.obfuscate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HuntingTest {
  private final Rewriting export =
      new Rewriting("instance", "job", "pod", "path")
          .learn(
              "instance",
              "10.0.0.5:8428",
              "node-17.corp:9100",
              "node-17:9100",
              "[2001:db8::7]:9100",
              "https://shop.example/health")
          .learn(
              "job", "serviceScrape/monitoring/vmsingle/0", "my job", "acme", "vmstorage", "http")
          .learn("pod", "web-7f9c", "12345", "ab", "web/7: a b")
          .learn("path", "/srv/acme-data");

  private final String quad = bare("10.0.0.5");
  private final String fqdn = bare("node-17.corp");
  private final String node = bare("node-17");
  private final String six = bare("2001:db8::7");

  private String bare(String host) {
    return export.dictionary.token("instance", host);
  }

  @Test
  void addressBehindANameWithADigitIsNoPartOfALongerNumber() {
    assertThat(export.hunted("http://app1.10.20.30.40.nip.io/"))
        .startsWith("http://app1.777.777.")
        .endsWith(".nip.io/");
    assertThat(export.rewriter.gate().result().residual()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.5",
        "10.0.0.5:8482",
        "node_10.0.0.5_x",
        "http://10.0.0.5:8428/api",
        "ip=10.0.0.5,",
        "10.0.0.5.",
        "v10.0.0.5",
        "10.0.0.5/24",
        "a10.0.0.5b",
        "user@10.0.0.5",
        "(10.0.0.5)",
        "10.0.0.5-10.0.0.5",
        "10.0.0.5.nip.io",
        "::ffff:10.0.0.5",
        "[::ffff:10.0.0.5]:80",
        "10.0.0.5.8428",
        "1.10.0.0.5",
        "{\"addr\":\"10.0.0.5\"}",
        "x\n10.0.0.5",
        "é10.0.0.5é",
      })
  void ipv4IsFoundInAnyCompany(String value) {
    assertThat(export.hunted(value)).isEqualTo(value.replace("10.0.0.5", quad));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http%3A%2F%2F10.0.0.5%3A8428",
        "x%2010.0.0.5",
        "%2520%31%30.0.0.5",
        "10%2E0%2E0%2E5",
        "10\\.0\\.0\\.5",
        "10[.]0[.]0[.]5 10.0.0.5",
        "\\u002010.0.0.5",
        "\\x2010.0.0.5",
        "&#49;0.0.0.5",
        "10&#46;0&#x2e;0.5",
        "ip-10-0-0-5.ec2.internal",
        "10_0_0_5",
        "%10.0.0.5",
        "{\\\"a\\\":\\\"\\u0031\\u0030.0.0.5\\\"}",
      })
  void escapedAddressIsFoundToo(String value) {
    String hunted = export.hunted(value);
    assertThat(hunted).contains(quad);
    for (Escapes escapes : Escapes.values()) {
      assertThat(escapes.decode(hunted)).doesNotContain("10.0.0.5", "10-0-0-5", "10_0_0_5");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.896e-03...2.154e-03",
        "go1.26.10",
        "v1.150.0-cluster",
        "1.2.3",
        "1.2.3.4.5",
        "999.1.2.3",
        "1.3.6.1.4.1.2021",
        "6.18.44-fc-v669",
        "10:22:33",
        "2026-11-22T10:22:33.000Z",
        "00:1a:2b:3c:4d:5e",
        "std::abs",
        "Foo::Bar",
        "dead::beef",
        "[::]:8428",
        "::",
        "job:up:sum",
        "VictoriaMetrics/lib/logger/flag.go:20",
        "a:1:b",
        "2001:db8",
        "10-22-33-44",
      })
  void whatOnlyLooksLikeAnAddressStays(String value) {
    assertThat(export.hunted(value)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2001:db8::7",
        "[2001:db8::7]:9100",
        "[2001:db8::7]",
        "ip=2001:db8::7,",
        "2001:db8::7/64",
        "2001:db8::7: refused",
        "via [2001:db8::7%eth0]:80",
        "http://[2001:db8::7]:80/x",
        "http%3A%2F%2F%5B2001%3Adb8%3A%3A7%5D%3A80",
        "2001:db8::7.9100",
        "tcp6:2001:db8::7",
      })
  void ipv6IsFoundInAnyCompany(String value) {
    assertThat(export.hunted(value)).contains("777.777.").doesNotContain("db8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fe80::1",
        "2001:db8:0:0:0:0:0:9",
        "2001:DB8::A1",
        "64:ff9b::192.0.2.33",
        "::1",
        "face:2001:db8:0:0:0:0:0:7",
        "::0aaaa",
        "2001:0db8::00007",
      })
  void unknownIpv6JoinsAsHost(String address) {
    assertThat(export.hunted("to " + address)).matches("to 777\\.777\\.\\d+\\.\\d+(:7)?");
  }

  @Test
  void bracketsGoWithTheAddress() {
    assertThat(export.hunted("[2001:db8::7]:9100")).isEqualTo(six + ":9100");
  }

  @Test
  void unknownAddressJoinsAndKeepsItsToken() {
    String first = export.hunted("peer 192.0.2.99");
    assertThat(first).startsWith("peer 777.777.");
    assertThat(export.labels("instance", "192.0.2.99:1").get("instance"))
        .isEqualTo(first.substring(5) + ":1");
  }

  @ParameterizedTest
  @CsvSource({
    "node-17, N",
    "tcp://node-17:9100, tcp://N:9100",
    "(node-17), (N)",
    "-node-17, -N",
    "node-17., N.",
    "node-17..., N...",
    "node-17.other, N.other",
    "a=node-17;b=node-17, a=N;b=N",
    "%2Fnode-17%2F, %2FN%2F",
    "http%3A%2F%2Fnode-17%3A9100, http%3A%2F%2FN%3A9100",
    "xnode-17, xnode-17",
    "node-171, node-171",
    "node-17_x, node-17_x",
    "node-17-x, node-17-x",
    "énode-17, énode-17",
    "node-17é, node-17é",
    "😀node-17😀, 😀N😀",
  })
  void hostIsFoundAsWholeWord(String value, String expected) {
    assertThat(export.hunted(value)).isEqualTo(expected.replace("N", node));
  }

  @Test
  void longestOriginalWins() {
    assertThat(export.hunted("at node-17.corp now")).isEqualTo("at " + fqdn + " now");
  }

  @Test
  void otherCaseOfAHostIsHiddenUnderItsOwnToken() {
    String hunted = export.hunted("NODE-17");
    assertThat(hunted).startsWith("777.777.").isNotEqualTo(node);
    assertThat(export.hunted("on NODE-17:1")).isEqualTo("on " + hunted + ":1");
  }

  @ParameterizedTest
  @CsvSource({
    "node-18.corp.:9100, node-18.corp",
    "хост-б.corp:9100, http://xn----btb1bmfp.corp/",
    "xn----btb1bmfp.corp:9100, хост-б.corp",
    "ops@node-18.corp, node-18.corp:22",
    "node-18.corp:metrics, node-18.corp",
    "'node-18.corp,node-19.corp', node-19.corp",
    "node-18/metrics, node-18",
    "node-18:http, node-18:22",
    "'node-18,node-19', (node-19)",
    "[::ffff:10.8.0.5]:9100, ip-10-8-0-5",
    "::ffff:a08:5, ip-10-8-0-5",
    "64:ff9b::10.8.0.5, ip-10-8-0-5",
    "[fe80::1:7%eth0]:9100, fe80--1-7",
    "ip-10-8-0-5.eu-west-1.compute.internal:9100, kube-proxy-ip-10-8-0-5",
    "node-18\\SQLEXPRESS, node-18",
    "node-18|x, node-18",
    "kube-system/node-18, node-18",
  })
  void hostIsFoundUnderItsOtherNamesAndOutOfWhatHoldsIt(String instance, String value) {
    assertThat(export.learn("instance", instance).hunted(value))
        .contains("777.777.")
        .doesNotContain("node", "хост", "xn--", "10-8-0-5", "fe80");
  }

  /** A token behind a colon is no port, neither for who hides nor for who searches. */
  @Test
  void shortHostBeforeAHiddenOneIsNoReasonToRefuse() {
    export.learn("instance", "db:9187", "node-17.corp:9187");
    assertThat(export.hunted("db:node-17.corp")).isEqualTo("db:" + fqdn);
    assertThat(export.hunted("db:9187")).startsWith("777.777.").endsWith(":9187");
    assertThat(export.rewriter.gate().result().residual()).isZero();
  }

  @Test
  void addressWithinAnAddressIsHiddenOnceWhereEscapesAreBesideIt() {
    export.learn("instance", "10.8.0.5:1");
    String token = export.dictionary.token("instance", "10.8.0.5");
    int before = export.dictionary.size();
    assertThat(export.hunted("http://[::ffff:10.8.0.5]:8080/a%20b"))
        .isEqualTo("http://[::ffff:" + token + "]:8080/a%20b");
    assertThat(export.dictionary.size()).isEqualTo(before);
  }

  @Test
  void everydayWordsOfAnInstanceAreNoHosts() {
    export.learn(
        "instance",
        "unix:/run/export.sock",
        "nightly export, first",
        "tcp-v4://any",
        "unix:///data/redis.sock");
    assertThat(export.hunted("/data/export/metrics")).isEqualTo("/data/export/metrics");
    assertThat(export.hunted("nightly run of unix, tcp-v4"))
        .isEqualTo("nightly run of unix, tcp-v4");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serviceScrape/monitoring/vmsingle/0",
        "my job",
        "my+job",
        "my%20job",
        "x my job.",
        "serviceScrape%2Fmonitoring%2Fvmsingle%2F0",
        "\"serviceScrape/monitoring/vmsingle/0\"",
        "acme",
        "acme/7",
        "\\nacme",
      })
  void jobIsFoundAlsoWhenItIsNoSingleWord(String value) {
    assertThat(export.hunted(value))
        .contains("unknown-job-")
        .doesNotContain("serviceScrape", "acme", "my");
  }

  @Test
  void jobIsCaseSensitiveBecauseItIsNoHost() {
    assertThat(export.hunted("Acme")).isEqualTo("Acme");
  }

  @Test
  void phraseMustEndWhereItsWordEnds() {
    assertThat(export.hunted("serviceScrape/monitoring/vmsingle/01"))
        .isEqualTo("serviceScrape/monitoring/vmsingle/01");
    assertThat(export.hunted("my jobs")).isEqualTo("my jobs");
  }

  @Test
  void customValuesAreFoundInOtherLabels() {
    assertThat(export.hunted("pod=web-7f9c"))
        .isEqualTo("pod=" + export.dictionary.token("pod", "web-7f9c"));
    assertThat(export.hunted("x web/7: a b y"))
        .isEqualTo("x " + export.dictionary.token("pod", "web/7: a b") + " y");
    assertThat(export.hunted("file:///srv/acme-data/1"))
        .isEqualTo("file://" + export.dictionary.token("path", "/srv/acme-data") + "/1");
  }

  @Test
  void urlInstanceIsHuntedAsAWholeAndItsHostAlone() {
    assertThat(export.hunted("https://shop.example/health")).isEqualTo("instance-1");
    assertThat(export.hunted("shop.example:443")).startsWith("777.777.").endsWith(":443");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"vmstorage", "12345", "ab", "http://x", "VictoriaMetrics/app/vmstorage/main.go:1"})
  void publicWordsNumbersAndShortValuesStay(String value) {
    assertThat(export.hunted(value)).isEqualTo(value);
  }

  @Test
  void whatIsNotHuntedStillGetsItsTokenAtHomeAndIsReported() {
    assertThat(export.labels("job", "vmstorage", "pod", "12345"))
        .containsEntry("job", export.dictionary.token("job", "vmstorage"))
        .containsEntry("pod", export.dictionary.token("pod", "12345"));
    ObfuscationReport report = export.rewriter.report();
    assertThat(report.notHunted()).containsEntry("public_word", 1L).containsEntry("number", 1L);
    assertThat(report.publicWords()).containsExactly("vmstorage");
    assertThat(report.leakScan().residual()).isZero();
  }

  /** Without the backslash it would be a longer word, which is looked for in vain. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\\\node-17.corp\\ipc$ 10.0.0.5",
        "node-17.corp\\user 10.0.0.5",
        "C:\\hosts\\node-17.corp\\logs 10.0.0.5",
        "\\\\node-17.corp\\Data web-7f9c",
      })
  void hostBesideABackslashIsFoundWhateverElseStandsThere(String path) {
    assertThat(export.hunted(path)).contains(fqdn).doesNotContain("node-17", "10.0.0.5", "7f9c");
    assertThat(export.rewriter.gate().result().residual()).isZero();
  }

  @Test
  void tokenThatWasWrittenIsNoPartOfAnAddress() {
    assertThat(export.hunted("10.0.0.5::5%20x")).isEqualTo(quad + "::5%20x");
    assertThat(export.rewriter.gate().result().residual()).isZero();
  }

  @Test
  void originalThatEndsInASlashKeepsItsTokenApartFromWhatFollows() {
    Rewriting urls =
        new Rewriting("instance").learn("instance", "https://a.example/", "https://b.example/");
    String token = urls.dictionary.token("instance", "https://b.example/");
    assertThat(urls.hunted("https://b.example/2")).isEqualTo(token + "/2");
    assertThat(urls.hunted("https://b.example/")).isEqualTo(token);
  }

  @Test
  void metricNameIsNotRewrittenButReported() {
    assertThat(export.labels("__name__", "acme_requests_total"))
        .containsEntry("__name__", "acme_requests_total");
    assertThat(export.rewriter.report().metricNamesWithOriginals())
        .containsExactly("acme_requests_total");
    assertThat(export.rewriter.report().leakScan().residual()).isZero();
  }

  @Test
  void addressesStayWhenInstancesAreNotHidden() {
    Rewriting jobs = new Rewriting("job").learn("job", "acme");
    assertThat(jobs.hunted("acme at 10.0.0.5 [fe80::1]"))
        .isEqualTo("unknown-job-1 at 10.0.0.5 [fe80::1]");
  }

  @Test
  void exportOfOtherRulesDoesNotHuntWhatItDoesNotHide() {
    Rewriting other = new Rewriting(export.dictionary, Rewriting.rules("pod"));
    assertThat(other.hunted("acme on node-17 web-7f9c")).startsWith("acme on node-17 pod-");
  }

  @Test
  void exportedJobIsHuntedAndSuggested() {
    assertThat(export.labels("exported_job", "acme"))
        .containsEntry("exported_job", export.dictionary.token("job", "acme"));
    assertThat(export.rewriter.report().relabelled()).containsExactly("exported_job");
  }
}
