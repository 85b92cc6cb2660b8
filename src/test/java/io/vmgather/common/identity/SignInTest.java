package io.vmgather.common.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.Owner;
import io.vmgather.common.settings.SettingSource;
import io.vmgather.common.settings.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignInTest {
  private static final String HEADER = "X-Forwarded-User";

  private final SignIn behindProxy = signIn(Map.of("vmgather.proxies.trusted", "10.0.0.0/8,::1"));

  @ParameterizedTest
  @ValueSource(strings = {"10.1.2.3", "::1", "0:0:0:0:0:0:0:1", "::1%lo", "::ffff:10.1.2.3"})
  void trustedProxyNamesTheUser(String peer) {
    assertThat(behindProxy.owner(Asked.get().from(peer).header(HEADER, "alice").request()))
        .isEqualTo(Owner.user("alice"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"11.0.0.1", "127.0.0.1", "::2", "proxy.example.com", ""})
  void headerOfAnybodyElseIsIgnored(String peer) {
    assertThat(behindProxy.owner(Asked.get().from(peer).header(HEADER, "alice").request()))
        .isEqualTo(Owner.ANONYMOUS);
  }

  @Test
  void withoutTrustedProxiesHeadersAreIgnored() {
    assertThat(
            signIn(Map.of()).owner(Asked.get().from("127.0.0.1").header(HEADER, "alice").request()))
        .isEqualTo(Owner.ANONYMOUS);
  }

  @Test
  void twoNamesAreRefused() {
    assertRefused(Asked.get().from("10.0.0.1").header(HEADER, "alice", "bob"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\u0000"})
  void nameWithControlCharactersIsRefused(String name) {
    assertRefused(Asked.get().from("10.0.0.1").header(HEADER, name));
  }

  @Test
  void proxyThatNamesNobodyMeansAnybody() {
    assertThat(behindProxy.owner(Asked.get().from("10.0.0.1").header(HEADER, " ").request()))
        .isEqualTo(Owner.ANONYMOUS);
  }

  @Test
  void signInOfTheContainerCountsBeforeTheHeader() {
    Asked asked = Asked.get().signedInAs("carol").from("10.0.0.1").header(HEADER, "alice");
    assertThat(behindProxy.owner(asked.request())).isEqualTo(Owner.user("carol"));
  }

  @Test
  void nameOfTheHeaderCanBeSet() {
    SignIn signIn =
        signIn(
            Map.of(
                "vmgather.proxies.trusted", "10.0.0.1",
                "vmgather.identity.user-header", "Remote-User"));
    Asked asked =
        Asked.get().from("10.0.0.1").header(HEADER, "alice").header("Remote-User", "dave");
    assertThat(signIn.owner(asked.request())).isEqualTo(Owner.user("dave"));
  }

  @Test
  void localModeHasOneOwnerWhateverHeadersSay() {
    SignIn signIn =
        signIn(Map.of("vmgather.mode", "local", "vmgather.proxies.trusted", "10.0.0.1"));
    assertThat(signIn.owner(Asked.get().from("10.0.0.1").header(HEADER, "alice").request()))
        .isEqualTo(Owner.LOCAL);
  }

  @Test
  void nobodyCanCallThemselvesAnonymousOrLocal() {
    assertThat(Owner.user("anonymous")).isNotEqualTo(Owner.ANONYMOUS);
    assertThat(Owner.user("local").toString()).isNotEqualTo(Owner.LOCAL.toString());
  }

  private void assertRefused(Asked asked) {
    assertThatThrownBy(() -> behindProxy.owner(asked.request()))
        .isInstanceOfSatisfying(
            GatherException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT));
  }

  private static SignIn signIn(Map<String, String> texts) {
    return new SignIn(Settings.read(SettingSource.of("given", texts)));
  }
}
