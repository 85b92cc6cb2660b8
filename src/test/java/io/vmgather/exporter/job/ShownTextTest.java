package io.vmgather.exporter.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.exporter.obfuscate.Dictionary;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShownTextTest {
  private final Dictionary dictionary = new Dictionary();

  @Test
  void originalsAreHiddenAndTheSourcesAddressStays() throws Exception {
    dictionary.learn("job", List.of("shop-eu"));
    GatherException shown =
        text("10.20.0.11:8428", true)
            .of(
                failure(
                    ErrorCode.REJECTED,
                    "10.20.0.11:8428 refuses the request (422): {job=\"shop-eu\",instance=~\"10.20.0.12.*\"}"));
    assertThat(shown.getMessage())
        .startsWith("10.20.0.11:8428 refuses the request (422): {job=\"unknown-job-1\"")
        .doesNotContain("shop-eu", "10.20.0.12");
    assertThat(shown.code()).isEqualTo(ErrorCode.REJECTED);
    assertThat(shown.hint()).hasValue("look at unknown-job-1");
    assertThat(shown.field()).hasValue("query");
  }

  @Test
  void nothingChangesWhereNothingIsHiddenOrTheTextIsOurs() throws Exception {
    GatherException rejected = failure(ErrorCode.REJECTED, "{job=\"shop-eu\"} 10.20.0.12");
    assertThat(text("vm", false).of(rejected)).isSameAs(rejected);
    GatherException full = failure(ErrorCode.DISK_FULL, "/data/shop-eu is full");
    assertThat(text("vm", true).of(full)).isSameAs(full);
  }

  private static GatherException failure(ErrorCode code, String message) {
    return new GatherException(code, message).hint("look at shop-eu").at("query");
  }

  private ShownText text(String server, boolean hide) throws Exception {
    String json =
        """
        {"connection":{"url":"http://%s"},"time_range":{"start":"2026-01-01T00:00:00Z",
        "end":"2026-01-01T01:00:00Z"},"query":"{a=\\"b\\"}",
        "obfuscation":{"enabled":%s,"obfuscate_instance":true,"obfuscate_job":true}}"""
            .formatted(server, hide);
    ExportConfig config = ExportJson.mapper().readValue(json, ExportConfig.class);
    return new ShownText(ExportPlan.of(config, ignored -> {}), dictionary);
  }
}
