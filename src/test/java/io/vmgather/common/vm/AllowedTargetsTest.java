package io.vmgather.common.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedTargetsTest {
  private static final Map<String, List<String>> DNS =
      Map.of(
          "vm.example.com", List.of("10.1.2.3"),
          "a.b.example.com", List.of("10.1.2.4"),
          "example.com", List.of("10.1.2.5"),
          "two.example.com", List.of("169.254.169.254", "10.1.2.6"),
          "evil.org", List.of("203.0.113.9"));

  @ParameterizedTest
  @CsvSource({
    "vm.example.com, vm.example.com",
    "vm.example.com, VM.Example.com.",
    "*.example.com, vm.example.com",
    "*.example.com, a.b.example.com",
    "10.0.0.0/8, vm.example.com",
    "10.1.2.3, 10.1.2.3",
    "fd00::/8, fd12::1",
  })
  void listedTargetIsReached(String rule, String host) throws UnknownHostException {
    assertThat(allowed(rule).resolve(host)).isEqualTo(lookUp(host));
  }

  @ParameterizedTest
  @CsvSource({
    "vm.example.com, evil.org",
    "*.example.com, example.com",
    "*.example.com, notexample.com",
    "vm.example.com, vm.example.com.evil.org",
    "10.0.0.0/8, evil.org",
    "10.0.0.0/8, 11.0.0.1",
    "10.0.0.0/8, unknown.example.com",
    "10.1.2.3, 10.1.2.4",
    "fd00::/8, fe00::1",
    "10.0.0.0/8, fd12::1",
  })
  void otherTargetIsRefused(String rule, String host) {
    assertRefused(allowed(rule), host);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.8.0.1",
        "::1",
        "0.0.0.0",
        "0.1.2.3",
        "::",
        "169.254.169.254",
        "169.254.0.9",
        "fe80::1",
        "fd00:ec2::254",
        "100.100.100.200",
        "168.63.129.16",
        "224.0.0.1",
        "ff02::1",
        "255.255.255.255",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "::127.0.0.1",
        "64:ff9b::169.254.169.254",
      })
  void listedNameThatResolvesToAGuardedAddressIsRefused(String address) {
    AllowedTargets targets =
        AllowedTargets.of(
            List.of("vm.example.com", "0.0.0.0/0", "::/0"),
            host -> new InetAddress[] {InetAddress.getByName(address)});
    assertRefused(targets, "vm.example.com");
    assertRefused(targets, "elsewhere.org");
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.0/8, 127.0.0.1",
    "127.0.0.1, 127.0.0.1",
    "127.0.0.1, ::ffff:127.0.0.1",
    "::1, ::1",
    "169.254.7.0/24, 169.254.7.7",
  })
  void guardedAddressIsReachedWhenARuleNamesIt(String rule, String host)
      throws UnknownHostException {
    assertThat(allowed(rule).resolve(host)).isEqualTo(lookUp(host));
  }

  @Test
  void guardedAddressAmongOthersIsLeftOut() throws UnknownHostException {
    assertThat(allowed("two.example.com").resolve("two.example.com"))
        .containsExactly(InetAddress.getByName("10.1.2.6"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2130706433", "127.1", "0177.0.0.1"})
  void addressWrittenInAnotherWayIsJudgedByWhereItLeads(String host) {
    AllowedTargets targets =
        AllowedTargets.of(
            List.of("10.0.0.0/8"),
            asked -> new InetAddress[] {InetAddress.getByAddress(new byte[] {127, 0, 0, 1})});
    assertRefused(targets, host);
  }

  @Test
  void emptyListRefusesAllWithTheSettingsName() {
    AllowedTargets nothing = AllowedTargets.of(List.of(), AllowedTargetsTest::lookUp);
    assertThatThrownBy(() -> nothing.resolve("vm.example.com"))
        .isInstanceOfSatisfying(
            GatherException.class,
            e -> assertThat(e.hint()).get().asString().contains("vmgather.targets.allow"));
  }

  @Test
  void nameOffTheListIsNotEvenLookedUp() {
    AllowedTargets targets =
        AllowedTargets.of(
            List.of("vm.example.com"),
            host -> {
              throw new AssertionError("asked for " + host);
            });
    assertRefused(targets, "evil.org");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "http://vm",
        "vm:8428",
        "10.0.0.0/33",
        "fd00::/129",
        "1.2.3",
        "999.1.1.1",
        "a b"
      })
  void ruleThatIsNoTargetIsRefused(String rule) {
    assertThatThrownBy(() -> allowed(rule))
        .isInstanceOfSatisfying(
            GatherException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT));
  }

  @Test
  void clientConnectsToNoRefusedTarget() {
    VmClient.Settings settings =
        new VmClient.Settings(
            Timeouts.PROBE,
            RetryPolicy.standard(),
            allowed("vm.example.com"),
            Certificates.NONE,
            OutgoingProxy.NONE);
    try (VmClient client = VmClient.open(Connection.to("http://127.0.0.1:9"), settings)) {
      assertThatThrownBy(() -> client.call("/api/v1/labels", Params.none()))
          .isInstanceOfSatisfying(
              GatherException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FORBIDDEN));
    }
  }

  private static AllowedTargets allowed(String rule) {
    return AllowedTargets.of(List.of(rule), AllowedTargetsTest::lookUp);
  }

  private static InetAddress[] lookUp(String host) throws UnknownHostException {
    String name = host.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
    List<String> known = DNS.get(name);
    if (known == null && Network.address(host).isEmpty()) {
      throw new UnknownHostException(host);
    }
    return (known == null ? List.of(host) : known)
        .stream().map(text -> Network.address(text).orElseThrow()).toArray(InetAddress[]::new);
  }

  private static void assertRefused(AllowedTargets targets, String host) {
    assertThatThrownBy(() -> targets.resolve(host))
        .isInstanceOfSatisfying(
            GatherException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FORBIDDEN));
  }
}
