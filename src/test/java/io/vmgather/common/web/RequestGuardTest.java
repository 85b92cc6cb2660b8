package io.vmgather.common.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.Owner;
import io.vmgather.common.identity.Asked;
import io.vmgather.common.identity.CsrfToken;
import io.vmgather.common.settings.SettingSource;
import io.vmgather.common.settings.Settings;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestGuardTest {
  private static final CsrfToken CSRF = new CsrfToken();

  private final RequestGuard local =
      guard("vmgather.mode", "local", "vmgather.hosts.allow", "My-Machine");
  private final RequestGuard server = guard("vmgather.proxies.trusted", "10.0.0.0/8");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "localhost:8080",
        "LOCALHOST:1",
        "127.0.0.1:80",
        "[::1]:80",
        "my-machine:8080"
      })
  void localModeAnswersUnderItsOwnNames(String host) {
    assertThat(local.refusal(Asked.get().header("Host", host).request())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rebound.evil.org",
        "localhost.evil.org:8080",
        "192.168.1.9",
        "localhost:80:80",
        ""
      })
  void localModeRefusesForeignNamesOnReadingToo(String host) {
    assertStatus(local, Asked.get().header("Host", host), 403);
  }

  @Test
  void requestWithoutAHostIsRefusedInLocalMode() {
    assertStatus(local, Asked.get().header("Host"), 403);
  }

  @Test
  void forwardedHostOfAnybodyIsIgnored() {
    assertStatus(
        local, Asked.get().header("Host", "evil.org").header("X-Forwarded-Host", "localhost"), 403);
  }

  @Test
  void serverModeAnswersUnderAnyNameUnlessNamesAreSet() {
    assertThat(server.refusal(Asked.get().header("Host", "any.org").request())).isEmpty();
    RequestGuard named = guard("vmgather.hosts.allow", "vm.example.com");
    assertThat(named.refusal(Asked.get().header("Host", "vm.example.com").request())).isEmpty();
    assertStatus(named, Asked.get().header("Host", "any.org"), 403);
    assertStatus(named, Asked.get().header("Host", "localhost"), 403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://evil.org",
        "null",
        "http://localhost:3000",
        "https://localhost:8080.evil.org",
        ""
      })
  void changeFromAForeignOriginIsRefused(String origin) {
    assertStatus(local, Asked.post().header("Origin", origin), 403);
    assertStatus(server, Asked.post().header("Origin", origin), 403);
  }

  @Test
  void changeFromTheOwnPageOrAScriptPasses() {
    for (RequestGuard guard : new RequestGuard[] {local, server}) {
      assertThat(guard.refusal(Asked.post().request())).isEmpty();
      assertThat(guard.refusal(Asked.post().header("Origin", "http://localhost:8080").request()))
          .isEmpty();
      assertThat(
              guard.refusal(
                  Asked.post()
                      .header("Host", "localhost")
                      .header("Origin", "http://localhost:80")
                      .request()))
          .isEmpty();
    }
  }

  @Test
  void changeThatTheBrowserCallsCrossSiteIsRefused() {
    Asked asked = Asked.post().header("Sec-Fetch-Site", "cross-site");
    assertStatus(local, asked, 403);
    assertStatus(server, asked, 403);
    assertThat(local.refusal(Asked.get().header("Sec-Fetch-Site", "cross-site").request()))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Cookie, session=1",
    "Origin, http://localhost:8080",
    "Sec-Fetch-Site, same-origin",
  })
  void changeOfASignedInBrowserNeedsItsUsersToken(String header, String value) {
    Owner anna = Owner.user("anna");
    Asked asked = Asked.post().of(anna).header(header, value);
    assertStatus(server, asked, 403);
    for (String wrong :
        new String[] {"", "x", CSRF.of(Owner.user("ben")), new CsrfToken().of(anna)}) {
      assertStatus(server, asked.header("X-CSRF-Token", wrong), 403);
    }
    assertThat(server.refusal(asked.header("X-CSRF-Token", CSRF.of(anna)).request())).isEmpty();
  }

  @Test
  void scriptsAndReadingNeedNoToken() {
    assertThat(server.refusal(Asked.post().of(Owner.user("anna")).request())).isEmpty();
    Asked reading = Asked.get().of(Owner.user("anna")).header("Cookie", "session=1");
    assertThat(server.refusal(reading.request())).isEmpty();
    Asked nobody = Asked.post().header("Cookie", "theme=dark");
    assertThat(server.refusal(nobody.request())).isEmpty();
  }

  @Test
  void behindAProxyTheOriginIsComparedWithTheForwardedHost() {
    Asked asked =
        Asked.post()
            .header("Host", "backend:8080")
            .header("X-Forwarded-Host", "vm.example.com")
            .header("Origin", "https://vm.example.com");
    assertThat(server.refusal(asked.from("10.1.2.3").request())).isEmpty();
    assertStatus(server, asked.from("203.0.113.5"), 403);
  }

  @Test
  void browsersOwnWordCountsBehindAProxyThatIsNotListed() {
    Asked asked =
        Asked.post()
            .header("Host", "backend:8080")
            .header("Origin", "https://vm.example.com")
            .header("Sec-Fetch-Site", "same-origin");
    assertThat(server.refusal(asked.request())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "application/json, 0",
    "application/json;charset=utf-8, 0",
    "Application/JSON, 0",
    "multipart/form-data; boundary=x, 0",
    "text/plain, 415",
    "application/x-www-form-urlencoded, 415",
    "application/jsonp, 415",
  })
  void onlyJsonAndFormsWithFilesAreTaken(String type, int status) {
    Asked asked = Asked.post().header("Content-Type", type);
    if (status == 0) {
      assertThat(local.refusal(asked.request())).isEmpty();
    } else {
      assertStatus(local, asked, status);
    }
  }

  @Test
  void bodyWithoutATypeIsRefusedAndNoBodyPasses() {
    assertStatus(server, Asked.post().header("Content-Type"), 415);
    assertStatus(
        server,
        Asked.post()
            .header("Content-Type")
            .header("Content-Length")
            .header("Transfer-Encoding", "chunked"),
        415);
    assertThat(
            server.refusal(
                Asked.post().header("Content-Type").header("Content-Length", "0").request()))
        .isEmpty();
  }

  @Test
  void longJsonIsRefusedBeforeItIsReadAndFilesAreNot() {
    String long0 = Long.toString(1024 * 1024 + 1);
    Asked asked = Asked.post().header("Content-Length", long0);
    assertThat(server.refusal(asked.request()))
        .get()
        .satisfies(body -> assertThat(body.status()).isEqualTo(413))
        .satisfies(body -> assertThat(body.code()).isEqualTo(ErrorCode.TOO_LARGE));
    assertThat(server.refusal(asked.header("Content-Type", "multipart/form-data").request()))
        .isEmpty();
  }

  private static RequestGuard guard(String... namesAndValues) {
    Map<String, String> texts = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      texts.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return new RequestGuard(Settings.read(SettingSource.of("given", texts)), CSRF);
  }

  private static void assertStatus(RequestGuard guard, Asked asked, int status) {
    assertThat(guard.refusal(asked.request()))
        .get()
        .extracting(ErrorBody::status)
        .isEqualTo(status);
  }
}
