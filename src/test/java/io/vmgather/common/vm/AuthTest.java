package io.vmgather.common.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthTest {
  @Test
  void nullAndEmptyTypeMeanNone() {
    assertThat(new Auth(null, null, null, null, null, null)).isEqualTo(Auth.NONE);
    assertThat(new Auth(" ", "", "", "", "", "").checked().requestHeader()).isEmpty();
  }

  @Test
  void basicCredentialsAreUtf8() {
    assertThat(Auth.basic("zoë", "pässword").requestHeader())
        .contains(Map.entry("Authorization", "Basic em/Dqzpww6Rzc3dvcmQ="));
  }

  @Test
  void unknownKindNamesTheAllowedOnes() {
    GatherException refused = refused(new Auth("Kerberos", "", "", "", "", ""));
    assertThat(refused.field()).contains("connection.auth.type");
    assertThat(refused.hint()).contains("Use one of: none, basic, bearer, header, oauth2.");
  }

  @Test
  void missingPartsAreNamed() {
    assertThat(refused(Auth.basic("", "secret")).field()).contains("connection.auth.username");
    assertThat(refused(Auth.bearer(" ")).field()).contains("connection.auth.token");
    assertThat(refused(Auth.header("", "v")).field()).contains("connection.auth.header_name");
    assertThat(refused(Auth.header("X-Key", "")).field()).contains("connection.auth.header_value");
  }

  @ParameterizedTest
  @ValueSource(strings = {"canary\r\nX-Evil: 1", "canary\n", "canary\u0000", "canaryö"})
  void lineBreaksAndNonAsciiInSecretsAreRefusedWithoutQuotingThem(String secret) {
    assertThat(refused(Auth.bearer(secret)).getMessage()).doesNotContain("canary");
    assertThat(refused(Auth.header("X-Key", secret)).field())
        .contains("connection.auth.header_value");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"X Key", "X-Key:", "X\r\nY", "Host", "content-length", "Transfer-Encoding"})
  void headerNamesThatWouldChangeTheRequestAreRefused(String name) {
    assertThat(refused(Auth.header(name, "v")).field()).contains("connection.auth.header_name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sso/token", "ftp://sso/token", "http://[::8004848127.]/token"})
  void tokenEndpointsThatAreNoAddressAreRefused(String tokenUrl) {
    assertThat(refused(Auth.oauth2(new OAuth2(tokenUrl, "c", "s", ""))).field())
        .contains("connection.auth.oauth2.token_url");
  }

  @ParameterizedTest
  @CsvSource({"basic", "bearer", "header"})
  void toStringShowsOnlyTheKind(String type) {
    Auth auth = new Auth(type, "canary-user", "canary-1", "canary-2", "X-Key", "canary-3");
    assertThat(auth.toString()).isEqualTo("Auth[" + type + "]");
    assertThat(auth.withoutSecrets()).isEqualTo(new Auth(type, "canary-user", "", "", "X-Key", ""));
  }

  private static GatherException refused(Auth auth) {
    GatherException refused = catchThrowableOfType(GatherException.class, auth::checked);
    assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_INPUT);
    return refused;
  }
}
