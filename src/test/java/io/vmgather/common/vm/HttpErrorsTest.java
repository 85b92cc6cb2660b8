package io.vmgather.common.vm;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpErrorsTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | Unauthorized                                           | LOGIN_REFUSED",
        "403 | ''                                                     | LOGIN_REFUSED",
        "404 | ''                                                     | ROUTE_MISSING",
        "400 | user u missing route for \"/api/v1/export\"            | ROUTE_MISSING",
        "400 | unsupported path requested: \"/api/v1/nope\"           | ROUTE_MISSING",
        "400 | unsupported URL format: cannot find tenant             | ROUTE_MISSING",
        "400 | Client sent an HTTP request to an HTTPS server.        | UNREACHABLE",
        "400 | The plain HTTP request was sent to HTTPS port          | UNREACHABLE",
        "429 | ''                                                     | BUSY",
        "503 | ''                                                     | BUSY",
        "503 | couldn't start; increase -search.maxConcurrentRequests | BUSY",
        "429 | API rate limit exceeded                                | BUSY",
        "422 | argList: unexpected token                              | REJECTED",
        "422 | the most likely limit is -search.maxUniqueTimeseries   | SERVER_LIMIT",
        "503 | cannot select more than -search.maxSamplesPerQuery=1   | SERVER_LIMIT",
        "400 | too big range; see -search.maxExportDuration           | SERVER_LIMIT",
        "422 | -search.maxPointsPerTimeseries is reached              | SERVER_LIMIT",
        "422 | not enough memory for processing up, which returns 9   | SERVER_LIMIT",
        "400 | exceeded maximum resolution of 11000 points            | SERVER_LIMIT",
        "413 | ''                                                     | SERVER_LIMIT",
        "400 | bad data                                               | REJECTED",
        "302 | ''                                                     | REJECTED",
        "500 | panic                                                  | BROKEN_ANSWER",
        "502 | bad gateway                                            | BROKEN_ANSWER",
      })
  void statusAndTextMakeTheCode(int status, String body, ErrorCode code) {
    assertThat(HttpErrors.codeOf(status, body)).isEqualTo(code);
  }

  /** A full queue names the flags of sizes, too; releases differ in the status. */
  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void fullQueueIsNoLimit(int status) {
    String queue =
        "couldn't start executing the request in 10.000 seconds, since"
            + " -search.maxConcurrentRequests=4 concurrent requests are executed. Possible"
            + " solutions: to reduce query load; to add more compute resources to the server; to"
            + " increase -search.maxQueueDuration=10s; to increase -search.maxQueryDuration; to"
            + " increase -search.maxConcurrentRequests";
    assertThat(HttpErrors.codeOf(status, queue)).isEqualTo(ErrorCode.BUSY);
  }

  @Test
  void limitNamesItsFlag() {
    GatherException failure = of(422, "exceeds 2000; raise -search.maxUniqueTimeseries; see", "");
    assertThat(failure.hint().orElseThrow()).contains("-search.maxUniqueTimeseries");
    assertThat(failure).hasMessageContaining("vm:8428 met one of its limits (422)");
  }

  @Test
  void retryAfterIsKeptAsSecondsOrDate() {
    assertThat(RefusedAnswer.retryAfterOf(of(429, "", "7"))).contains(Duration.ofSeconds(7));
    assertThat(RefusedAnswer.retryAfterOf(of(503, "", "Sun, 22 Nov 2026 10:01:00 GMT")))
        .contains(Duration.ofMinutes(1));
    assertThat(RefusedAnswer.retryAfterOf(of(503, "", "Sun, 22 Nov 2026 09:00:00 GMT")))
        .contains(Duration.ZERO);
    assertThat(RefusedAnswer.retryAfterOf(of(503, "", "soon"))).isEmpty();
    assertThat(RefusedAnswer.statusOf(of(503, "", ""))).contains(503);
  }

  @Test
  void everyFailureOfUseSaysWhatToTry() {
    for (int status : new int[] {302, 401, 403, 404, 413, 429, 500, 502, 503}) {
      assertThat(of(status, "", "").hint()).as("%s", status).isPresent();
    }
  }

  @Test
  void reasonIsTakenOutOfJsonAndPages() {
    assertThat(ErrorText.reason("{\"status\":\"error\",\"error\":\"a \\\"b\\\" c\",\"x\":1}"))
        .isEqualTo("a \"b\" c");
    assertThat(ErrorText.reason("<html><head><title>404 No</title></head><h1>Gone</h1></html>"))
        .isEqualTo("404 No. Gone");
    assertThat(ErrorText.reason("plain")).isEqualTo("plain");
  }

  private static GatherException of(int status, String body, String retryAfter) {
    return HttpErrors.of("vm:8428", new HttpErrors.Answer(status, body, retryAfter, "sso", NOW));
  }
}
