package io.vmgather.exporter.obfuscate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeakGateTest {
  private final Rewriting export =
      new Rewriting("instance", "job")
          .learn("instance", "node-17.corp:9100", "10.0.0.5:1", "/odd/instance", "db-1:1")
          .learn("job", "acme", "my job", "vmstorage");

  private LeakScan scan(String... sets) {
    LeakGate gate = new LeakGate(export.dictionary, Rewriting.BOTH);
    for (String set : sets) {
      gate.check(set.getBytes(StandardCharsets.UTF_8));
    }
    return gate.result();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "node-17.corp",
        "x NODE-17.CORP:1",
        "10.0.0.5",
        "a192.0.2.1b",
        "fe80::1",
        "[2001:db8::9]:80",
        "acme",
        "(acme)",
        "-acme.",
        "is my job now",
        "my%20job",
        "at /odd/instance",
        "10\\\\.0\\\\.0\\\\.5",
        "db-1.corp",
        "%2Facme%2F",
      })
  void originalInAValueIsALeakNamedByItsPlaceOnly(String value) {
    LeakScan scan = scan("{\"__name__\":\"up\",\"note\":\"" + value + "\"}");
    assertThat(scan.residual()).isEqualTo(1);
    assertThat(scan.where()).containsExactly("label note of up");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "777.777.1.1:80",
        "%777.777.1.1::",
        "unknown-job-1::db",
        "unknown-job-1",
        "acme_x",
        "vmstorage",
        "10:22:33",
        "std::abs",
        "1.2.3.4.5",
        "my jobs"
      })
  void tokensAndHarmlessTextAreNoLeak(String value) {
    assertThat(scan("{\"__name__\":\"up\",\"note\":\"" + value + "\"}").residual()).isZero();
  }

  @Test
  void hiddenLabelMustHoldATokenThatWasGivenOut() {
    assertThat(scan("{\"job\":\"vmstorage\"}").residual()).isEqualTo(1);
    assertThat(scan("{\"job\":\"unknown-job-99\"}").residual()).isEqualTo(1);
    assertThat(scan("{\"instance\":\"777.777.9.9:1\"}").residual()).isEqualTo(1);
    assertThat(scan("{\"job\":\"unknown-job-1\",\"instance\":\"777.777.1.1:9100\"}").residual())
        .isZero();
    assertThat(scan("{\"job\":\"\"}").residual()).isZero();
  }

  @Test
  void originalThatJoinsLaterAsksForARescanWhichFindsIt() {
    List<String> written = new ArrayList<>();
    written.add(export.raw("{\"__name__\":\"a\",\"note\":\"to late-host.corp:80\"}"));
    written.add(export.raw("{\"__name__\":\"b\",\"note\":\"harmless\"}"));
    LeakGate gate = export.rewriter.gate();
    assertThat(gate.needsRescan()).isFalse();
    written.add(export.raw("{\"__name__\":\"c\",\"instance\":\"late-host.corp:80\"}"));
    assertThat(gate.needsRescan()).isTrue();
    for (int round = 0; round < 2; round++) {
      for (String set : written) {
        byte[] bytes = set.getBytes(StandardCharsets.UTF_8);
        gate.rescan(bytes, 0, bytes.length);
      }
    }
    assertThat(gate.result()).isEqualTo(new LeakScan(3, 1, List.of("label note of a")));
  }

  @Test
  void phraseThatJoinsLaterAsksForARescanOnlyIfAllItsWordsWereWritten() {
    export.raw("{\"note\":\"late phrase/of words\"}");
    export.raw("{\"job\":\"late unwritten\"}");
    assertThat(export.rewriter.gate().needsRescan()).isFalse();
    export.raw("{\"job\":\"phrase/of words\"}");
    assertThat(export.rewriter.gate().needsRescan()).isTrue();
  }

  @Test
  void addressesThatJoinAsTheyComeNeedNoRescan() {
    export.raw("{\"note\":\"192.0.2.1\"}");
    export.raw("{\"instance\":\"192.0.2.1:80\"}");
    assertThat(export.rewriter.gate().needsRescan()).isFalse();
  }

  @Test
  void droppedLabelThatIsStillThereIsALeak() {
    LeakGate gate =
        new LeakGate(
            export.dictionary,
            new ObfuscationRules(false, false, java.util.Set.of(), java.util.Set.of("env")));
    gate.check("{\"env\":\"x\"}".getBytes(StandardCharsets.UTF_8));
    assertThat(gate.result().residual()).isEqualTo(1);
  }

  @Test
  void originalThatLooksLikeATokenIsNoFalseAlarm() {
    Rewriting odd = new Rewriting("job", "instance");
    odd.raw("{\"job\":\"first\",\"instance\":\"a-host:1\"}");
    odd.raw(
        "{\"job\":\"unknown-job-1\",\"instance\":\"777.777.1.1:1\",\"note\":\"unknown-job-1 777.777.1.1\"}");
    assertThat(odd.rewriter.gate().result().residual()).isZero();
  }
}
