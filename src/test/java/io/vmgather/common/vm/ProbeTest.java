package io.vmgather.common.vm;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgather.common.ErrorCode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProbeTest {
  private static final String OK = "{\"status\":\"success\",\"data\":{\"result\":[]}}";

  @Test
  void firstPathThatAnswersWinsAndTheOthersAreReported() throws IOException {
    try (StubServer server =
        StubServer.answering(
            (exchange, asked) -> {
              boolean select = asked.path().equals("/select/0/prometheus/api/v1/query");
              StubServer.send(exchange, select ? 200 : 400, select ? OK : "unsupported URL format");
            })) {
      ProbeResult result = new Probe().run(Connection.to(server.url()));
      assertThat(result.success()).isTrue();
      assertThat(result.isVictoriaMetrics()).isTrue();
      assertThat(result.flavour()).isEqualTo("cluster");
      assertThat(result.attempts())
          .extracting(Probe.Attempt::apiBasePath, Probe.Attempt::success)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple("", false),
              org.assertj.core.groups.Tuple.tuple("/prometheus", false),
              org.assertj.core.groups.Tuple.tuple("/select/0/prometheus", true));
      assertThat(result.connection().fullApiUrl()).isEqualTo(server.url() + "/select/0/prometheus");
      assertThat(result.warnings()).anyMatch(warning -> warning.contains("tenant 0"));
    }
  }

  @Test
  void refusedSignInIsNotTriedOnOtherPaths() throws IOException {
    try (StubServer server = StubServer.answering(401, "no")) {
      Connection connection =
          Connection.to("127.0.0.1:" + server.port()).with(Auth.basic("u", "canary-pw"));
      ProbeResult result = new Probe().run(connection);
      assertThat(result.success()).isFalse();
      assertThat(result.error().code()).isEqualTo(ErrorCode.LOGIN_REFUSED);
      assertThat(result.error().field()).contains("connection.auth");
      assertThat(server.asked()).hasSize(1);
      assertThat(result.toString()).doesNotContain("canary-pw");
    }
  }

  @Test
  void serverWithoutMetricsQlIsWarnedOfNotRefused() throws IOException {
    try (StubServer server =
        StubServer.answering(
            (exchange, asked) -> {
              boolean plain = asked.body().contains("vector");
              StubServer.send(exchange, plain ? 200 : 400, plain ? OK : "unknown function now");
            })) {
      ProbeResult result = new Probe().run(Connection.to(server.url()));
      assertThat(result.success()).isTrue();
      assertThat(result.isVictoriaMetrics()).isFalse();
      assertThat(result.warnings()).anyMatch(warning -> warning.contains("MetricsQL"));
    }
  }

  @Test
  void ownMetricsTellVersionAndComponent() throws IOException {
    String metrics =
        """
        vm_app_version{version="vmselect-20260821-145100-tags-v1.150.0-x", short_version="v1.150.0"} 1
        """;
    try (StubServer server =
        StubServer.answering(
            (exchange, asked) ->
                StubServer.send(exchange, 200, asked.path().equals("/metrics") ? metrics : OK))) {
      ProbeResult result = new Probe().run(Connection.to(server.url() + "/select/0"));
      assertThat(result.version()).isEqualTo("v1.150.0");
      assertThat(result.components()).containsExactly("vmselect");
    }
  }

  @Test
  void allPathsMissingNamesHowManyWereTried() throws IOException {
    try (StubServer server = StubServer.answering(404, "")) {
      ProbeResult result = new Probe().run(Connection.to(server.url()));
      assertThat(result.error().code()).isEqualTo(ErrorCode.ROUTE_MISSING);
      assertThat(result.error()).hasMessageContaining("3 addresses were tried");
      assertThat(result.error().hint()).isPresent();
    }
  }
}
