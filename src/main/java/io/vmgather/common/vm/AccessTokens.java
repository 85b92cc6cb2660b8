package io.vmgather.common.vm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.hc.core5.http.HttpHost;

/**
 * The access token of one transport: fetched when it is first wanted, again shortly before it ends,
 * and again once the server refused it. Lives and ends with the transport, and so does the secret.
 * Any thread; one fetches, the others wait for it.
 */
final class AccessTokens implements AutoCloseable {
  private static final Duration MARGIN = Duration.ofSeconds(30);
  private static final int MAX_ANSWER = 64 * 1024;

  private final OAuth2 oauth2;
  private final Transport server;
  private final String path;
  private final Redaction redaction;
  private final Clock clock;
  private String token = "";
  private Instant until = Instant.MAX;

  /**
   * @param connection whose certificates count for the token endpoint too; its skipped check does
   *     not, as the secret goes there
   * @param redaction learns each token
   */
  AccessTokens(
      OAuth2 oauth2,
      Connection connection,
      VmClient.Settings settings,
      Redaction redaction,
      Clock clock) {
    this.oauth2 = oauth2;
    this.redaction = redaction;
    this.clock = clock;
    URI endpoint = oauth2.checked();
    String query = endpoint.getRawQuery() == null ? "" : "?" + endpoint.getRawQuery();
    path = endpoint.getRawPath() + query;
    HttpHost host =
        new HttpHost(endpoint.getScheme(), Address.bare(endpoint.getHost()), endpoint.getPort());
    // RFC 6749, 2.3.1: both are form-encoded before they are put together.
    Auth client = Auth.basic(encoded(oauth2.clientId()), encoded(oauth2.clientSecret()));
    server =
        new Transport(
            host,
            client,
            Connection.to(oauth2.tokenUrl()).with(connection.tls()),
            settings.probing().with(Map.of()));
  }

  /**
   * A token that is good for some while.
   *
   * @throws GatherException LOGIN_REFUSED when none is given out; FORBIDDEN, UNREACHABLE, TIMED_OUT
   *     and others when the endpoint can't be asked
   */
  synchronized String token(AbortSwitch abort) {
    if (token.isEmpty() || !clock.instant().isBefore(until)) {
      fetch(abort);
    }
    return token;
  }

  /** Does not give out this one again. */
  synchronized void forget(String refused) {
    if (token.equals(refused)) {
      token = "";
    }
  }

  @Override
  public void close() {
    server.close();
  }

  private void fetch(AbortSwitch abort) {
    Params form = Params.of("grant_type", "client_credentials");
    Params asked = oauth2.scope().isEmpty() ? form : form.and("scope", oauth2.scope());
    Instant now = clock.instant();
    try (OpenAnswer answer = server.post(path, asked, abort)) {
      take(JsonAnswer.JSON.readTree(answer.body().readNBytes(MAX_ANSWER)), now);
    } catch (GatherException e) {
      throw failed(e);
    } catch (JsonProcessingException e) {
      // Without the parser's words, which would quote the token.
      throw nothing();
    } catch (IOException impossible) {
      throw new GatherException(ErrorCode.INTERNAL, "Reading failed", impossible);
    }
  }

  private void take(JsonNode answer, Instant now) {
    String given = answer.path("access_token").asText("");
    if (given.isEmpty() || given.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw nothing();
    }
    redaction.hide(given);
    token = given;
    Duration life = Duration.ofSeconds(answer.path("expires_in").asLong(0));
    Duration margin = life.dividedBy(5).compareTo(MARGIN) < 0 ? life.dividedBy(5) : MARGIN;
    until = life.toSeconds() > 0 ? now.plus(life).minus(margin) : Instant.MAX;
  }

  private GatherException nothing() {
    return new GatherException(
            ErrorCode.LOGIN_REFUSED, server.server() + " answers without an access token")
        .hint("Check the address of the token endpoint.")
        .at(OAuth2.FIELD + ".token_url");
  }

  private GatherException failed(GatherException cause) {
    boolean refused =
        switch (cause.code()) {
          case LOGIN_REFUSED, REJECTED, ROUTE_MISSING -> true;
          default -> false;
        };
    if (cause.code() == ErrorCode.CANCELLED) {
      return cause;
    }
    String message = "No access token: " + redaction.clean(cause.getMessage());
    GatherException failure =
        new GatherException(refused ? ErrorCode.LOGIN_REFUSED : cause.code(), message, cause);
    String hint = "Check the token endpoint's address, and the client's id, secret and scope.";
    return failure
        .hint(refused ? hint : cause.hint().orElse(hint))
        .at(refused ? OAuth2.FIELD : OAuth2.FIELD + ".token_url");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
