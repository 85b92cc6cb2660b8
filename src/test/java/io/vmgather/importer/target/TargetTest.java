package io.vmgather.importer.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.vm.Auth;
import io.vmgather.common.vm.Connection;
import io.vmgather.common.vm.Probe;
import io.vmgather.common.vm.StubServer;
import io.vmgather.common.vm.VmClient;
import io.vmgather.common.web.ErrorBody;
import io.vmgather.importer.service.ConfigFields;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
  @ParameterizedTest
  @CsvSource({"1,31", "7d,7", "2w,14", "1y,365", "1.5M,46.5", "36h,1.5", "1d12h,1.5", "100y,36500"})
  void retentionIsReadAsVictoriaMetricsDoes(String text, double days) {
    assertThat(RetentionPeriod.millis(text))
        .hasValue((long) (days * Duration.ofDays(1).toMillis()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "d", "7x", "7d ago", "-1d"})
  void textThatIsNoRetentionIsUnknown(String text) {
    assertThat(RetentionPeriod.millis(text)).isEmpty();
  }

  @Test
  void failureNamesEveryAddressThatWasTriedAndNoSecret() throws IOException {
    try (StubServer server = StubServer.answering(404, "")) {
      Connection connection =
          Connection.to(server.url()).with(Auth.basic("somebody", "canary-password"));
      GatherException failure =
          catchThrowableOfType(
              GatherException.class,
              () -> new TargetProbe(VmClient.Settings.DEFAULT).find(connection, ""));
      assertThat(failure.code()).isEqualTo(ErrorCode.ROUTE_MISSING);
      assertThat(failure.hint()).isPresent();
      assertThat(failure.field()).contains("connection.url");
      ErrorBody answer = ErrorBody.of(ConfigFields.named(failure));
      assertThat(answer.attempts())
          .extracting(Probe.Attempt::endpoint)
          .contains(server.url() + "/select/0/prometheus", server.url() + "/api/v1/import");
      assertThat(answer.attempts()).extracting(Probe.Attempt::success).containsOnly(false);
      assertThat(answer.toString()).doesNotContain("canary-password", "somebody");
    }
  }

  @Test
  void insertPathFollowsFromTheSelectPath() {
    assertThat(InsertPaths.of("/select/7:1/prometheus")).containsExactly("/insert/7:1/prometheus");
    assertThat(InsertPaths.of("/vm/select/0/prometheus"))
        .containsExactly("/vm/insert/0/prometheus");
    assertThat(InsertPaths.of("/1011/rw/prometheus")).first().isEqualTo("/1011/rw/prometheus");
    assertThat(InsertPaths.of("")).containsExactly("");
    assertThat(InsertPaths.of("/monitoring/vm")).containsExactly("/monitoring/vm");
  }
}
