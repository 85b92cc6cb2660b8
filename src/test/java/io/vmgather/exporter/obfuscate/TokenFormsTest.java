package io.vmgather.exporter.obfuscate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenFormsTest {
  private final Dictionary dictionary = new Dictionary();

  @ParameterizedTest
  @CsvSource({
    "10.20.0.11:8482, 777.777.1.1:8482",
    "host-a.corp:8482, 777.777.1.1:8482",
    "[2001:db8::7]:9100, 777.777.1.1:9100",
    "2001:db8::7, 777.777.1.1",
    "[2001:db8::7], 777.777.1.1",
    "[fe80::1%eth0]:9100, 777.777.1.1:9100",
    "[::ffff:10.0.0.5]:9100, 777.777.1.1:9100",
    "10.20.0.11, 777.777.1.1",
    "host-a, 777.777.1.1",
    "grüße.example:80, 777.777.1.1:80",
  })
  void hostBecomesGroupAndNumberAndKeepsItsPort(String instance, String token) {
    assertThat(dictionary.token("instance", instance)).isEqualTo(token);
  }

  @Test
  void sameHostWithTwoPortsKeepsOneTokenAndBothPorts() {
    assertThat(dictionary.token("instance", "db-1:9100")).isEqualTo("777.777.1.1:9100");
    assertThat(dictionary.token("instance", "db-1:8482")).isEqualTo("777.777.1.1:8482");
    assertThat(dictionary.token("instance", "db-1")).isEqualTo("777.777.1.1");
  }

  @Test
  void sameIpv6HostWithAndWithoutBracketsKeepsOneToken() {
    assertThat(dictionary.token("instance", "[2001:db8::7]:1")).isEqualTo("777.777.1.1:1");
    assertThat(dictionary.token("instance", "2001:db8::7")).isEqualTo("777.777.1.1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.com/path",
        "/var/run/app.sock",
        "the third one",
        "host:port",
        "host:99999",
        "user@host",
        "a:1:2",
        "[not an address]:80",
        ":8080",
        "...",
      })
  void instanceThatIsNoHostGetsOneTokenForAllOfIt(String instance) {
    assertThat(dictionary.token("instance", instance)).isEqualTo("instance-1");
  }

  @Test
  void emptyValueStaysEmpty() {
    assertThat(dictionary.token("instance", "")).isEmpty();
    assertThat(dictionary.token("job", "")).isEmpty();
    assertThat(dictionary.token("pod", "")).isEmpty();
    assertThat(dictionary.size()).isZero();
  }

  @Test
  void jobOfKnownComponentIsNamedAfterTheComponent() {
    dictionary.learnTargets(List.of(new Target("vmstorage", "eu-prod-storage", "a:1")));
    assertThat(dictionary.token("job", "eu-prod-storage")).isEqualTo("vmstorage-job-1");
  }

  @Test
  void jobOfUnknownComponentIsUnknownWhateverItsName() {
    dictionary.learnTargets(List.of(new Target("", "vmstorage-of-acme", "a:1")));
    assertThat(dictionary.token("job", "vmstorage-of-acme")).isEqualTo("unknown-job-1");
    assertThat(dictionary.token("job", "vminsert")).isEqualTo("unknown-job-2");
  }

  @Test
  void componentThatIsNotFitForATokenCountsAsUnknown() {
    dictionary.learnTargets(List.of(new Target("Acme \"corp\"", "j", "a:1")));
    assertThat(dictionary.token("job", "j")).isEqualTo("unknown-job-1");
  }

  @Test
  void eachComponentHasItsGroupAndAFurtherOneBehind255Hosts() {
    List<Target> targets = new ArrayList<>();
    IntStream.rangeClosed(1, 300)
        .forEach(i -> targets.add(new Target("vmagent", "agents", "agent-%03d:1".formatted(i))));
    targets.add(new Target("vmstorage", "storages", "store-1:1"));
    dictionary.learnTargets(targets);
    assertThat(dictionary.token("instance", "agent-001")).isEqualTo("777.777.1.1");
    assertThat(dictionary.token("instance", "agent-255")).isEqualTo("777.777.1.255");
    assertThat(dictionary.token("instance", "agent-256")).isEqualTo("777.777.2.1");
    assertThat(dictionary.token("instance", "store-1")).isEqualTo("777.777.3.1");
  }

  @Test
  void customLabelCountsUnderItsOwnName() {
    dictionary.learn("pod", List.of("web-b", "web-a"));
    assertThat(dictionary.token("pod", "web-a")).isEqualTo("pod-1");
    assertThat(dictionary.token("pod", "web-b")).isEqualTo("pod-2");
  }

  @Test
  void tokensDoNotDependOnTheOrderOfWhatIsLearned() {
    List<Target> targets = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      targets.add(
          new Target(i % 3 == 0 ? "vmagent" : i % 3 == 1 ? "vmstorage" : "", "j" + i % 7, "h" + i));
    }
    dictionary.learnTargets(targets);
    Dictionary shuffled = new Dictionary();
    Collections.shuffle(targets, new Random(7));
    shuffled.learnTargets(targets);
    assertThat(shuffled.privateMap().originals()).isEqualTo(dictionary.privateMap().originals());
  }

  @Test
  void tokenNeverEqualsAKnownOriginal() {
    dictionary.learn("node", List.of("node-1", "node-2", "server"));
    dictionary.learn("instance", List.of("777.777.1.1:80", "777.777.1.2:80"));
    dictionary.learnTargets(List.of(new Target("vmagent", "vmagent-job-1", "")));
    Set<String> tokens = new HashSet<>();
    Set<String> originals = new HashSet<>();
    dictionary
        .privateMap()
        .originals()
        .values()
        .forEach(
            map -> {
              tokens.addAll(map.keySet());
              originals.addAll(map.values());
            });
    assertThat(tokens).hasSize(6).doesNotContainAnyElementsOf(originals);
  }

  @Test
  void labelNamedLikeAJobTokenDoesNotShareItsNumbers() {
    String job = dictionary.token("job", "secret");
    assertThat(dictionary.token("unknown-job", "secret")).isNotEqualTo(job);
  }

  @Test
  void caseVariantsAreTwoHosts() {
    assertThat(dictionary.token("instance", "Host-A:1"))
        .isNotEqualTo(dictionary.token("instance", "host-a:1"));
  }

  @Test
  void loneSurrogatesStayDistinct() {
    assertThat(dictionary.token("pod", "x\ud800")).isNotEqualTo(dictionary.token("pod", "x\ud801"));
  }

  @Test
  void digestsAreHmacOfTheOriginalUnderTheSessionsKey() {
    dictionary.learn("job", List.of("acme-billing"));
    Map<String, Map<String, String>> digests = dictionary.digests();
    assertThat(digests).containsOnlyKeys("job");
    assertThat(digests.get("job").get("unknown-job-1")).matches("[0-9a-f]{64}");
    Dictionary other = new Dictionary();
    other.learn("job", List.of("acme-billing"));
    assertThat(other.digests()).isNotEqualTo(digests);
    assertThat(dictionary.digests()).isEqualTo(digests);
  }

  @Test
  void nothingPrivateIsInAnyToString() {
    dictionary.learn("job", List.of("acme-billing"));
    assertThat(
            dictionary
                + " "
                + dictionary.privateMap()
                + dictionary.privateMap().originals()
                + dictionary.privateMap().originals().get("job")
                + new Target("vmagent", "acme-billing", "acme:1"))
        .doesNotContain("acme", dictionary.keyHex());
  }
}
