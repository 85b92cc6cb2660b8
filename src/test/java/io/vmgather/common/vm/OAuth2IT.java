package io.vmgather.common.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmgather.FakeClock;
import io.vmgather.LocalEnv;
import io.vmgather.TokenServer;
import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** vmauth wants a bearer token that only a token endpoint gives out. */
class OAuth2IT {
  private static final LocalEnv ENV = LocalEnv.read();
  private static final String GOOD = ENV.get("VMAUTH_BEARER_TOKEN");

  @Test
  void oneTokenServesManyRequestsAndShowsNowhere() throws Exception {
    try (TokenServer tokens = TokenServer.giving(300, GOOD);
        VmClient client = VmClient.open(way(tokens.url(), TokenServer.SECRET))) {
      client.call("/api/v1/query", Params.of("query", "1"));
      client.call("/api/v1/query", Params.of("query", "2"));
      assertThat(tokens.asked).containsExactly("grant_type=client_credentials&scope=read+metrics");
      ProbeResult found = new Probe().run(way(tokens.url(), TokenServer.SECRET));
      assertThat(found.success()).isTrue();
      assertThat(found.warnings()).anyMatch(text -> text.contains("token endpoint unencrypted"));
      assertThat(found.toString() + found.connection().auth().oauth2())
          .doesNotContain(TokenServer.SECRET, GOOD);
      assertThat(found.connection().withoutSecrets().auth().oauth2().clientSecret()).isEmpty();
    }
  }

  @Test
  void refusedTokenIsFetchedAgainOnceAndThenRefusalIsTheAnswer() throws Exception {
    try (TokenServer tokens = TokenServer.giving(300, "canary-stale", GOOD);
        VmClient client = VmClient.open(way(tokens.url(), TokenServer.SECRET))) {
      client.call("/api/v1/query", Params.of("query", "1"));
      assertThat(tokens.asked).hasSize(2);
    }
    try (TokenServer tokens = TokenServer.giving(300, "canary-stale")) {
      ProbeResult refused = new Probe().run(way(tokens.url(), TokenServer.SECRET));
      assertThat(refused.error().code()).isEqualTo(ErrorCode.LOGIN_REFUSED);
      assertThat(refused.error()).message().doesNotContain("canary");
      assertThat(tokens.asked).hasSize(2);
    }
  }

  @Test
  void wrongSecretSaysThatTheTokenEndpointRefusedIt() throws Exception {
    try (TokenServer tokens = TokenServer.giving(300, GOOD)) {
      ProbeResult refused = new Probe().run(way(tokens.url(), "canary-wrong"));
      assertThat(refused.error().code()).isEqualTo(ErrorCode.LOGIN_REFUSED);
      assertThat(refused.error())
          .hasMessageContaining("No access token")
          .hasMessageContaining("invalid_client")
          .message()
          .doesNotContain("canary");
      assertThat(refused.error().hint().orElseThrow()).contains("secret");
    }
  }

  @Test
  void tokenEndpointThatIsNotOnTheListIsNotAsked() throws Exception {
    try (TokenServer tokens = TokenServer.giving(300, GOOD)) {
      String other = tokens.url().replace("127.0.0.1", "localhost");
      HostResolver list = AllowedTargets.of(List.of("127.0.0.1"), HostResolver.SYSTEM);
      VmClient.Settings settings =
          new VmClient.Settings(
              Timeouts.PROBE,
              RetryPolicy.never(),
              host -> {
                if (host.equals("localhost")) {
                  throw new GatherException(ErrorCode.FORBIDDEN, "not on the list");
                }
                return list.resolve(host);
              },
              Certificates.NONE,
              OutgoingProxy.NONE);
      try (VmClient client = VmClient.open(way(other, TokenServer.SECRET), settings)) {
        assertThatThrownBy(() -> client.call("/api/v1/query", Params.of("query", "1")))
            .isInstanceOf(GatherException.class)
            .matches(failure -> ((GatherException) failure).code() == ErrorCode.FORBIDDEN);
      }
      assertThat(tokens.asked).isEmpty();
    }
  }

  @Test
  void tokenIsFetchedAgainBeforeItEnds() throws Exception {
    try (TokenServer tokens = TokenServer.giving(300, "t1", "t2")) {
      Connection connection = way(tokens.url(), TokenServer.SECRET);
      Instant now = Instant.parse("2026-11-25T12:00:00Z");
      Instant[] time = {now};
      Clock clock =
          new FakeClock() {
            @Override
            public Instant instant() {
              return time[0];
            }
          };
      Auth auth = connection.auth();
      try (AccessTokens source =
          new AccessTokens(
              auth.oauth2(), connection, VmClient.Settings.DEFAULT, new Redaction(auth), clock)) {
        assertThat(source.token(new AbortSwitch())).isEqualTo("t1");
        time[0] = now.plus(Duration.ofSeconds(269));
        assertThat(source.token(new AbortSwitch())).isEqualTo("t1");
        time[0] = now.plus(Duration.ofSeconds(270));
        assertThat(source.token(new AbortSwitch())).isEqualTo("t2");
      }
    }
  }

  private static Connection way(String tokenUrl, String secret) {
    OAuth2 client = new OAuth2(tokenUrl, "vmgather", secret, "read metrics");
    return Connection.to(ENV.get("VMAUTH_URL")).with(Auth.oauth2(client));
  }
}
