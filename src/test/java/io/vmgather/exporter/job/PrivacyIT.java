package io.vmgather.exporter.job;

import static io.vmgather.exporter.job.AwkwardData.START;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmgather.VmServer;
import io.vmgather.common.TimeWindow;
import io.vmgather.exporter.job.Exports.Wish;
import io.vmgather.exporter.obfuscate.Dictionary;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that is hidden can be found in a bundle, wherever it stood in the source. */
class PrivacyIT {
  private static final TimeWindow WINDOW = new TimeWindow(START, START + 600_000);
  private static final String STORAGE_JOB = "serviceScrape/monitoring/vmcluster-blue/0";
  private static final List<String> ORIGINALS =
      List.of(
          "stor-7.blue.example",
          "stor-8.blue.example",
          "edge-3",
          "probe-5",
          "blue.example",
          "fd00:77",
          "10.77.3.4",
          "10.77.3.5",
          "10.77.9.9",
          "2001:db8:77::7",
          "2001:db8:77:0:0:0:0:7",
          "db8:77",
          "serviceScrape/monitoring",
          "vmcluster-blue",
          "nightly payroll",
          "node-fleet",
          "node-1.fleet.example",
          "checkout-5d9f7-abcde",
          "acme & söhne");

  @TempDir private static Path serverFolder;
  private static VmServer server;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    server = VmServer.start(serverFolder);
    server.store(String.join("", series()));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static List<String> series() {
    List<String> lines = new ArrayList<>();
    String version = "vmstorage-20260821-145100-tags-v1.150.0-cluster-0-gabcdef";
    for (String instance : List.of("stor-7.blue.example:8482", "stor-8.blue.example:8482")) {
      lines.add(
          line(
              "vm_app_version",
              STORAGE_JOB,
              instance,
              "version",
              version,
              "short_version",
              "v1.150.0"));
    }
    String flag =
        "-storageNode=stor-7.blue.example:8400,stor-8.blue.example:8400,[2001:db8:77::7]:8400";
    List<String> notes =
        List.of(
            flag,
            "http%3A%2F%2Fstor-7.blue.example%3A8482%2Fmetrics",
            "http%3A%2F%2F%73tor-7.blue.example%3A8482",
            "{\"host\":\"stor-7.blue.example:8482\",\"peer\":\"STOR-8.BLUE.EXAMPLE\"}",
            "{\\\"host\\\":\\\"stor-8.blue.example\\\"}",
            "Stor-7.Blue.Example.:8482",
            "dial tcp 10.77.3.4:8400: connect: connection refused",
            "tcp://user:pass@10.77.3.5:1/x?peer=10.77.9.9#10.77.3.4",
            "2001:DB8:77::7 and 2001:db8:77:0:0:0:0:7 and [2001:db8:77::7%eth0]:1",
            "::ffff:10.77.3.4 ip-10-77-3-4 10_77_3_5",
            "job " + STORAGE_JOB + " of \"nightly payroll\"",
            "/serviceScrape/monitoring/vmcluster-blue/0/",
            "checkout-5d9f7-abcde/acme & söhne",
            "acme%20%26%20s%C3%B6hne",
            "acme &amp; söhne",
            "edge-3:9100,edge-3",
            "ops@stor-7.blue.example:/srv/v10.77.3.4/x_10.77.3.5.tar 4.3.77.10.in-addr.arpa",
            "probe-5.blue.example%2Fhealth and https://PROBE-5.blue.example/?q=probe-5.blue.example",
            "%2573tor-7.blue.example \\\\\"stor-8.blue.example\\\\\" &#115;tor-7.blue.example",
            "2001:db8:77::7/64,fd00:77::1%2,[fd00:77::1]",
            "(edge-3)[edge-3]<edge-3>'edge-3'`edge-3`|edge-3|\tedge-3\n");
    for (String note : notes) {
      lines.add(line("notes", STORAGE_JOB, "stor-7.blue.example:8482", "note", note));
    }
    lines.add(line("up", STORAGE_JOB, "[2001:db8:77::7]:8482", "addr", "10.77.9.9:80"));
    lines.add(line("up", "nightly payroll", "10.77.3.4:1", "pod", "checkout-5d9f7-abcde"));
    lines.add(line("up", "nightly payroll", "10.77.3.4:2", "team", "acme & söhne"));
    lines.add(line("up", "nightly payroll", "10.77.3.5", "exported_job", STORAGE_JOB));
    lines.add(line("up", "nightly payroll", "edge-3", "source", "10.77.3.5,stor-7.blue.example"));
    lines.add(line("up", "nightly payroll", "https://probe-5.blue.example:443/health?x=1"));
    lines.add(line("up", "nightly payroll", "FD00:77::1", "peer", "fd00:77:0::1"));
    // Of a job that most exports below leave out, but whose names stand in their labels.
    lines.add(line("up", "node-fleet", "node-1.fleet.example:9100"));
    lines.add(
        line(
            "vmagent_x",
            STORAGE_JOB,
            "stor-7.blue.example:8482",
            "url",
            "http://node-1.fleet.example:9100/m?job=node-fleet"));
    return lines;
  }

  private static String line(String name, String job, String instance, String... more) {
    Map<String, String> labels = new TreeMap<>(Map.of("__name__", name, "job", job));
    labels.put("instance", instance);
    for (int i = 0; i < more.length; i += 2) {
      labels.put(more[i], more[i + 1]);
    }
    Map<Long, String> samples = new TreeMap<>();
    for (long at = START; at < WINDOW.endMillis(); at += 15_000) {
      samples.put(at, "1");
    }
    return AwkwardData.line(labels, samples);
  }

  @Test
  void wholeSourceHoldsNoOriginal() {
    Exports.Bundle bundle = make(Wish.selector(server.url(), "{__name__!~\"early|late\"}", WINDOW));
    Privacy.assertHoldsNone(bundle, ORIGINALS);
    assertThat(bundle.samples().size()).isEqualTo(series().size() * 40);
    assertThat(bundle.outcome().report().orElseThrow().leakScan().residual()).isZero();
  }

  @Test
  void clusterModeHoldsNoOriginalOfJobsOutsideEither() {
    Exports.Bundle bundle = make(Wish.cluster(server.url(), WINDOW));
    Privacy.assertHoldsNone(bundle, ORIGINALS);
    assertThat(bundle.text("metadata.json")).contains("vmstorage-job-1");
  }

  @Test
  void selectorsAndQueriesThatNameOriginalsGiveNothingAway() {
    String address = "10\\\\.77\\\\.3\\\\.(4|5)";
    for (String query :
        List.of(
            "{job=\"" + STORAGE_JOB + "\",instance=\"stor-7.blue.example:8482\"}",
            "{instance=~\"stor-[78].blue.example:.*\" or job=~\"nightly.payroll\"}",
            "{instance=~\"" + address + ".*\"}",
            "{pod=~\"checkout-5d9f7-.*\"}",
            "up{team='acme & s\\u00f6hne'}",
            "count by (job) (up{job=\"nightly payroll\"}) or up{instance=\"edge-3\"}",
            "label_replace(up{job!=\"x\"}, \"instance\", \"stor-8.blue.example\", \"\", \"\")")) {
      Exports.Bundle bundle = make(Wish.selector(server.url(), query, WINDOW).query(query, ""));
      Privacy.assertHoldsNone(bundle, ORIGINALS);
    }
  }

  @Test
  void chosenJobHidesTheNamesOfAllOthersInItsLabels() {
    Wish wish = Wish.cluster(server.url(), WINDOW).jobs("nightly payroll");
    Privacy.assertHoldsNone(make(wish), ORIGINALS);
    Wish one = Wish.selector(server.url(), "vmagent_x", WINDOW);
    Privacy.assertHoldsNone(make(one), ORIGINALS);
  }

  @Test
  void hostThatAppearsWhileItsMentionWasAlreadyWrittenIsHiddenThereToo() {
    String early = line("early", "late-test", "10.77.3.4:1", "note", "waits for late-9.example");
    server.store(early);
    Wish wish = Wish.selector(server.url(), "{job=\"late-test\"}", WINDOW);
    Map<String, String> lateLabels =
        Map.of(
            "__name__", "late",
            "job", "late-test",
            "instance", "late-9.example:1",
            "pod", "late-pod-x7f");
    String late = AwkwardData.line(lateLabels, Map.of(WINDOW.endMillis() - 1, "1"));
    Exports.Bundle bundle =
        new Exports(folder)
            .make(
                wish.batches(Exports.each(47)).hide(Exports.hiding("pod")),
                new Dictionary(),
                () -> server.store(late));
    Privacy.assertHoldsNone(bundle, List.of("late-9", "late-test", "late-pod", "10.77.3.4"));
    assertThat(bundle.samples().bySeries()).hasSize(2);
  }

  @Test
  void addressThatCameLateIsHiddenWhereItsDisguiseWasAlreadyWritten() {
    Map<String, String> early = new TreeMap<>(Map.of("__name__", "early", "job", "nodes-test"));
    early.put("instance", "10.77.3.4:1");
    Map<String, String> late = new TreeMap<>(early);
    early.put("node", "ip-10-77-8-8.ec2.internal");
    late.putAll(Map.of("__name__", "late", "host_ip", "10.77.8.8"));
    server.store(AwkwardData.line(early, Map.of(START, "1")));
    server.store(AwkwardData.line(late, Map.of(WINDOW.endMillis() - 1, "1")));
    Wish wish = Wish.selector(server.url(), "{job=\"nodes-test\"}", WINDOW);
    Exports.Bundle bundle = make(wish.batches(Exports.each(47)));
    Privacy.assertHoldsNone(bundle, List.of("10.77.8.8", "10-77-8-8", "nodes-test"));
    assertThat(bundle.samples().bySeries()).hasSize(2);
  }

  @Test
  void jobNamesShownOnPurposeHideTheHostsInThem() {
    var instanceOnly = new ExportConfig.Obfuscation(true, true, false, true, List.of(), List.of());
    Exports.Bundle bundle =
        new Exports(folder)
            .make(Wish.selector(server.url(), "{job!=\"\"}", WINDOW).hide(instanceOnly));
    Privacy.assertHoldsNone(bundle, ORIGINALS.subList(0, 12));
    assertThat(bundle.text("metadata.json")).contains(STORAGE_JOB);
  }

  @Test
  void tokensHaveTheirFormAndOneHostKeepsOneOverItsPorts() {
    Exports.Bundle bundle = make(Wish.selector(server.url(), "{__name__!=\"\"}", WINDOW));
    for (Map<String, String> labels : bundle.samples().bySeries().keySet()) {
      assertThat(labels.get("instance"))
          .matches("777\\.777\\.[1-9]\\d*\\.[1-9]\\d*(:\\d{1,5})?|instance-1");
      assertThat(labels.get("job")).matches("(vmstorage|unknown)-job-[1-9]\\d*");
      assertThat(labels.getOrDefault("pod", "pod-1")).isEqualTo("pod-1");
      assertThat(labels.getOrDefault("team", "team-1")).isEqualTo("team-1");
    }
    ReadBack back = new ReadBack(bundle.dictionary().privateMap());
    Set<String> payroll =
        bundle.samples().bySeries().keySet().stream()
            .map(labels -> labels.get("instance"))
            .filter(token -> back.text(token).startsWith("10.77.3.4:"))
            .map(token -> token.replaceFirst(":[12]$", ""))
            .collect(Collectors.toSet());
    assertThat(payroll).hasSize(1);
  }

  @Test
  void freshDictionariesGiveTheSameTokens() {
    Wish wish = Wish.selector(server.url(), "{__name__!=\"\"}", WINDOW);
    Exports.Bundle first = make(wish.batches(Exports.SINGLE));
    Exports.Bundle second = make(wish.batches(Exports.each(47)));
    // Addresses that stand in no hidden label have their numbers by the order of the stream, which
    // VictoriaMetrics does not keep; everything else is known and sorted before it begins.
    second
        .samples()
        .mapLabels(PrivacyIT::withoutNotes)
        .assertSameAs(first.samples().mapLabels(PrivacyIT::withoutNotes));
    assertThat(second.dictionary().keyHex()).isNotEqualTo(first.dictionary().keyHex());
    for (String label : List.of("job", "pod", "team")) {
      assertThat(originals(second.dictionary()).get(label))
          .isEqualTo(originals(first.dictionary()).get(label));
    }
  }

  @Test
  void secondExportOfASessionGivesTheSameTokens() {
    Dictionary session = new Dictionary();
    ExportConfig.Obfuscation hiding = Exports.hiding("pod", "team");
    Wish wish = Wish.cluster(server.url(), WINDOW).hide(hiding);
    Exports.Bundle first = new Exports(folder).make(wish.jobs("nightly payroll"), session);
    Map<String, Map<String, String>> given = originals(session);
    new Exports(folder).make(wish, session);
    Exports.Bundle third = new Exports(folder).make(wish.jobs("nightly payroll"), session);
    third.samples().assertSameAs(first.samples());
    given.forEach(
        (label, tokens) -> assertThat(originals(session).get(label)).containsAllEntriesOf(tokens));
  }

  @Test
  void hiddenVersionsStandInNoManifest() {
    Wish wish = Wish.cluster(server.url(), WINDOW);
    Exports.Bundle bundle =
        new Exports(folder).make(wish.hide(Exports.hiding("version", "short_version")));
    Privacy.assertHoldsNone(bundle, List.of("v1.150.0", "20260821"));
    assertThat(bundle.text("metadata.json")).contains("short_version-1");
  }

  @Test
  void digestsAreMadeWithThePrivateKeyFromTheOriginals() throws Exception {
    Exports.Bundle bundle = make(Wish.selector(server.url(), "{__name__!=\"\"}", WINDOW));
    Map<String, Map<String, String>> originals = originals(bundle.dictionary());
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(
        new SecretKeySpec(HexFormat.of().parseHex(bundle.dictionary().keyHex()), "HmacSHA256"));
    JsonNode maps =
        new ObjectMapper().readTree(bundle.text("metadata.json")).at("/obfuscation/maps");
    assertThat(maps.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("instance", "job", "pod", "team");
    for (var label : maps.properties()) {
      for (var token : label.getValue().properties()) {
        String original = originals.get(label.getKey()).get(token.getKey());
        byte[] digest = mac.doFinal(original.getBytes(StandardCharsets.UTF_8));
        assertThat(token.getValue().asText()).isEqualTo(HexFormat.of().formatHex(digest));
      }
    }
  }

  @Test
  void serversOwnMetricsHoldNoOriginal() {
    TimeWindow window = OwnMetrics.settledWindow();
    SampleSet raw = OwnMetrics.export("{job=~\"vm.*\"}", window);
    Wish wish = Wish.cluster(TestServers.to("SINGLE").url(), window);
    Exports.Bundle bundle = make(wish);
    Set<String> originals = new HashSet<>(Set.of("127.0.0.1"));
    for (Map<String, String> labels : raw.bySeries().keySet()) {
      originals.add(labels.get("instance") == null ? labels.get("job") : labels.get("instance"));
      originals.add(labels.get("job"));
    }
    assertThat(originals).hasSizeGreaterThan(14);
    Privacy.assertHoldsNone(bundle, originals);
    assertThat(bundle.samples().size()).isEqualTo(raw.size());
    assertThat(bundle.samples().bySeries()).hasSameSizeAs(raw.bySeries());
  }

  @Test
  void testJobsHoldNoOriginal() {
    TimeWindow window = OwnMetrics.settledWindow();
    String selector = "{job=~\"test.*\"}";
    SampleSet raw = OwnMetrics.export(selector, window);
    Exports.Bundle bundle = make(Wish.selector(TestServers.to("SINGLE").url(), selector, window));
    Set<String> originals = new HashSet<>();
    for (Map<String, String> labels : raw.bySeries().keySet()) {
      for (String label : List.of("instance", "job", "pod", "team")) {
        if (labels.containsKey(label)) {
          originals.add(labels.get(label));
        }
      }
    }
    originals.addAll(List.of("10.20.0.", "host-a.corp", "2001:db8::7", "хост-б.corp"));
    // As a part of a longer name it stays, as docs/security.md says; the source has it at times.
    originals.remove("payments");
    Privacy.assertHoldsNone(bundle, originals);
    for (Map<String, String> labels : bundle.samples().bySeries().keySet()) {
      String backend = labels.getOrDefault("backend", "").replace(".payments.svc", "");
      assertThat(backend + labels.get("team")).doesNotContain("payments");
    }
    bundle
        .samples()
        .mapLabels(new ReadBack(bundle.dictionary().privateMap())::labels)
        .assertSameAs(
            raw.mapLabels(new ReadBack(bundle.dictionary().privateMap())::withoutBrackets));
  }

  private static Map<String, String> withoutNotes(Map<String, String> labels) {
    Map<String, String> rest = new TreeMap<>(labels);
    rest.keySet().retainAll(List.of("__name__", "job", "instance", "pod", "team"));
    return rest;
  }

  private Exports.Bundle make(Wish wish) {
    return new Exports(folder).make(wish.hide(Exports.hiding("pod", "team")));
  }

  private static Map<String, Map<String, String>> originals(Dictionary dictionary) {
    Map<String, Map<String, String>> copy = new HashMap<>();
    dictionary.privateMap().originals().forEach((label, map) -> copy.put(label, Map.copyOf(map)));
    return copy;
  }
}
