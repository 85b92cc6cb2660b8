package io.vmgather.common.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.Owner;
import io.vmgather.common.settings.SettingSource;
import io.vmgather.common.settings.Settings;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignInTest {
  private static final String HEADER = "X-Forwarded-User";

  private final SignIn behindProxy = signIn(Map.of("vmgather.proxies.trusted", "10.0.0.0/8,::1"));

  @ParameterizedTest
  @ValueSource(strings = {"10.1.2.3", "::1", "0:0:0:0:0:0:0:1", "::1%lo", "::ffff:10.1.2.3"})
  void trustedProxyNamesTheUser(String peer) {
    assertThat(behindProxy.caller(Asked.get().from(peer).header(HEADER, "alice").request()).owner())
        .isEqualTo(Owner.user("alice"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"11.0.0.1", "127.0.0.1", "::2", "proxy.example.com", ""})
  void headerOfAnybodyElseIsIgnored(String peer) {
    assertThat(behindProxy.caller(Asked.get().from(peer).header(HEADER, "alice").request()).owner())
        .isEqualTo(Owner.ANONYMOUS);
  }

  @Test
  void withoutTrustedProxiesHeadersAreIgnored() {
    assertThat(
            signIn(Map.of())
                .caller(Asked.get().from("127.0.0.1").header(HEADER, "alice").request())
                .owner())
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
    assertThat(
            behindProxy.caller(Asked.get().from("10.0.0.1").header(HEADER, " ").request()).owner())
        .isEqualTo(Owner.ANONYMOUS);
  }

  @Test
  void signInOfTheContainerCountsBeforeTheHeader() {
    Asked asked = Asked.get().signedInAs("carol").from("10.0.0.1").header(HEADER, "alice");
    assertThat(behindProxy.caller(asked.request()).owner()).isEqualTo(Owner.user("carol"));
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
    assertThat(signIn.caller(asked.request()).owner()).isEqualTo(Owner.user("dave"));
  }

  @Test
  void localModeHasOneOwnerWhateverHeadersSay() {
    SignIn signIn =
        signIn(Map.of("vmgather.mode", "local", "vmgather.proxies.trusted", "10.0.0.1"));
    assertThat(
            signIn.caller(Asked.get().from("10.0.0.1").header(HEADER, "alice").request()).owner())
        .isEqualTo(Owner.LOCAL);
  }

  @Test
  void nobodyCanCallThemselvesAnonymousOrLocal() {
    assertThat(Owner.user("anonymous")).isNotEqualTo(Owner.ANONYMOUS);
    assertThat(Owner.user("local").toString()).isNotEqualTo(Owner.LOCAL.toString());
  }

  @Test
  void whereAProxyIsTrustedNobodyComesInWithoutASignIn() {
    Caller forger =
        behindProxy.caller(Asked.get().from("203.0.113.5").header(HEADER, "alice").request());
    assertThat(code(() -> behindProxy.admit(forger))).isEqualTo(ErrorCode.NOT_SIGNED_IN);
    behindProxy.admit(
        behindProxy.caller(Asked.get().from("10.0.0.1").header(HEADER, "alice").request()));
  }

  @Test
  void signInCanBeLeftToWillAndCanBeAskedForWithoutAProxy() {
    SignIn open = signIn(with("vmgather.identity.required", "false"));
    open.admit(open.caller(Asked.get().request()));
    SignIn usual = signIn(Map.of());
    usual.admit(usual.caller(Asked.get().request()));
    SignIn strict = signIn(Map.of("vmgather.identity.required", "true"));
    Caller nobody = strict.caller(Asked.get().request());
    assertThat(code(() -> strict.admit(nobody))).isEqualTo(ErrorCode.NOT_SIGNED_IN);
    strict.admit(strict.caller(Asked.get().signedInAs("carol").request()));
  }

  @ParameterizedTest
  @CsvSource({
    "support, true",
    "'staff, support', true",
    "'staff,ops', true", // who administers may all
    "staff, false",
    "SUPPORT, false",
    "supporters, false",
    "'', false"
  })
  void onlyMembersOfTheNamedGroupsMayExport(String groups, boolean may) {
    SignIn signIn =
        signIn(
            with(
                "vmgather.groups.export", "support, field",
                "vmgather.groups.administrators", "ops"));
    Caller caller =
        signIn.caller(
            Asked.get()
                .from("10.0.0.1")
                .header(HEADER, "alice")
                .header("X-Forwarded-Groups", groups)
                .request());
    if (may) {
      signIn.admit(caller);
    } else {
      assertThat(code(() -> signIn.admit(caller))).isEqualTo(ErrorCode.FORBIDDEN);
    }
    assertThat(caller.administers()).isEqualTo(groups.contains("ops"));
  }

  @Test
  void groupsOfAnybodyButTheProxyAreIgnored() {
    SignIn signIn =
        signIn(
            with("vmgather.groups.administrators", "ops", "vmgather.identity.required", "false"));
    Asked asked =
        Asked.get().from("203.0.113.5").header(HEADER, "alice").header("X-Forwarded-Groups", "ops");
    assertThat(signIn.caller(asked.request()).administers()).isFalse();
  }

  @Test
  void mayExportAndMayImportAreTwoThings() {
    Map<String, String> texts = with("vmgather.groups.import", "load");
    Asked asked = Asked.get().from("10.0.0.1").header(HEADER, "alice");
    SignIn exporter = signIn(texts, Access.EXPORT);
    exporter.admit(exporter.caller(asked.request()));
    SignIn importer = signIn(texts, Access.IMPORT);
    Caller caller = importer.caller(asked.request());
    assertThat(code(() -> importer.admit(caller))).isEqualTo(ErrorCode.FORBIDDEN);
  }

  @Test
  void rolesOfTheContainerAreGroups() {
    SignIn signIn =
        signIn(
            Map.of("vmgather.groups.export", "support", "vmgather.groups.administrators", "ops"));
    Caller carol = signIn.caller(Asked.get().signedInAs("carol", "support").request());
    signIn.admit(carol);
    assertThat(carol.administers()).isFalse();
    assertThat(signIn.caller(Asked.get().signedInAs("dan", "ops").request()).administers())
        .isTrue();
    Caller other = signIn.caller(Asked.get().signedInAs("eve", "staff").request());
    assertThat(code(() -> signIn.admit(other))).isEqualTo(ErrorCode.FORBIDDEN);
  }

  @Test
  void headerAndSeparatorOfGroupsCanBeSet() {
    SignIn signIn =
        signIn(
            with(
                "vmgather.groups.export", "a b",
                "vmgather.identity.groups-header", "X-authentik-groups",
                "vmgather.identity.groups-separator", "|"));
    signIn.admit(
        signIn.caller(
            Asked.get()
                .from("10.0.0.1")
                .header(HEADER, "alice")
                .header("X-authentik-groups", "x|a b")
                .request()));
  }

  private static ErrorCode code(Executable refused) {
    return assertThrows(GatherException.class, refused).code();
  }

  private void assertRefused(Asked asked) {
    assertThatThrownBy(() -> behindProxy.caller(asked.request()).owner())
        .isInstanceOfSatisfying(
            GatherException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT));
  }

  private static SignIn signIn(Map<String, String> texts) {
    return signIn(texts, Access.EXPORT);
  }

  private static SignIn signIn(Map<String, String> texts, Access access) {
    return new SignIn(Settings.read(SettingSource.of("given", texts)), access);
  }

  private static Map<String, String> with(String... namesAndValues) {
    Map<String, String> texts = new HashMap<>(Map.of("vmgather.proxies.trusted", "10.0.0.0/8"));
    for (int i = 0; i < namesAndValues.length; i += 2) {
      texts.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return texts;
  }
}
