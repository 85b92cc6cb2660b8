package io.vmgather.common.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgather.common.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MetricsTest {
  @Test
  void requestsAndErrorsAreCountedByFewLabels() throws IOException {
    Metrics metrics = new Metrics();
    metrics.request("/api/health", "GET", 200, 0.01);
    metrics.error(ErrorCode.UNREACHABLE);
    assertThat(text(metrics))
        .contains(
            "vmgather_http_request_duration_seconds_count"
                + "{method=\"GET\",route=\"/api/health\",status=\"200\"} 1",
            "vmgather_errors_total{code=\"UNREACHABLE\"} 1",
            "vmgather_build_info{version=\"",
            "jvm_memory_used_bytes{area=\"heap\"}");
  }

  @Test
  void twoApplicationsCountApart() throws IOException {
    Metrics one = new Metrics();
    one.error(ErrorCode.BUSY);
    assertThat(text(new Metrics())).doesNotContain("BUSY");
  }

  /** It would keep the application in memory after it was removed. */
  @Test
  void noThreadIsStarted() throws IOException {
    Metrics metrics = new Metrics();
    metrics.request("page", "GET", 200, 1);
    text(metrics);
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.contains("prometheus"));
  }

  private static String text(Metrics metrics) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    metrics.write(out);
    return out.toString(StandardCharsets.UTF_8);
  }
}
