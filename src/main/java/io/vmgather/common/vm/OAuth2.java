package io.vmgather.common.vm;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.net.URI;

/**
 * A client's own credentials, for which an authorization server gives out access tokens (RFC 6749,
 * 4.4). Absent texts are empty.
 *
 * @param tokenUrl the server's token endpoint, http or https
 * @param clientId who asks
 * @param clientSecret sent by basic sign-in to the token endpoint only
 * @param scope what for, several separated by blanks; may be empty
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record OAuth2(
    @JsonProperty("token_url") String tokenUrl,
    @JsonProperty("client_id") String clientId,
    @JsonProperty("client_secret") String clientSecret,
    @JsonProperty("scope") String scope) {
  public static final OAuth2 NONE = new OAuth2("", "", "", "");

  static final String FIELD = "connection.auth.oauth2";

  public OAuth2 {
    tokenUrl = orEmpty(tokenUrl).strip();
    clientId = orEmpty(clientId).strip();
    clientSecret = orEmpty(clientSecret);
    scope = orEmpty(scope).strip();
  }

  /** The same without the secret: what may be shown. */
  public OAuth2 withoutSecrets() {
    return new OAuth2(Redaction.withoutUserInfo(tokenUrl), clientId, "", scope);
  }

  /** The token endpoint when a token can be asked for; INVALID_INPUT otherwise. */
  URI checked() {
    if (clientId.isEmpty()) {
      throw refuse("client_id", "Sign-in by OAuth2 needs the client's id");
    }
    if (clientSecret.isBlank()) {
      throw refuse("client_secret", "Sign-in by OAuth2 needs the client's secret, which is empty");
    }
    return WrittenUri.read(tokenUrl)
        .filter(OAuth2::isWeb)
        .orElseThrow(
            () ->
                refuse("token_url", "The token endpoint is no address")
                    .hint(
                        "Write it like"
                            + " https://sso.example.com/realms/main/protocol/openid-connect/token."));
  }

  private static boolean isWeb(URI address) {
    boolean web = "https".equals(address.getScheme()) || "http".equals(address.getScheme());
    return web && address.getHost() != null && address.getRawUserInfo() == null;
  }

  @Override
  public String toString() {
    return "OAuth2[" + withoutSecrets().tokenUrl() + "]";
  }

  private static GatherException refuse(String part, String message) {
    return new GatherException(ErrorCode.INVALID_INPUT, message).at(FIELD + "." + part);
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }
}
