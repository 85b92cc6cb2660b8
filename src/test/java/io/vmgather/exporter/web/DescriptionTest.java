package io.vmgather.exporter.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vmgather.common.web.Json;
import io.vmgather.exporter.job.ExportConfig;
import org.junit.jupiter.api.Test;

class DescriptionTest {
  @Test
  void namesNoValueWhereAnythingIsHidden() throws Exception {
    String query =
        "\"query\":\"sum(rate(up{job=\\\"shop\\\",pod=~'a\\\\'b'}[5m]))\",\"jobs\":[\"eu\",\"us\"]";
    assertThat(described(query, true)).isEqualTo("sum(rate(up{job=\"…\",pod=~\"…\"}[5m])), 2 jobs");
    assertThat(described("\"query\":\"{job=\\\"sho\",\"jobs\":[\"eu\"]", true))
        .isEqualTo("{job=\"…\", 1 job");
    assertThat(described(query, false)).contains("shop", "jobs eu, us");
  }

  @Test
  void emptyValueStaysAsItAsksForSomethingElse() throws Exception {
    String query = "\"query\":\"{job=\\\"\\\",pod!='',run=\\\"x\\\"}\"";
    assertThat(described(query, true)).isEqualTo("{job=\"\",pod!=\"\",run=\"…\"}");
  }

  @Test
  void componentsArePublicAndNamed() throws Exception {
    assertThat(described("\"components\":[\"vmagent\",\"vmstorage\"]", true))
        .isEqualTo("vmagent, vmstorage");
    assertThat(described("\"components\":[]", true)).isEqualTo("all components");
  }

  private static String described(String part, boolean hidden) throws JsonProcessingException {
    String json =
        """
        {"connection":{"url":"http://vm"},"time_range":{"start":"2026-01-01T00:00:00Z",
        "end":"2026-01-01T01:00:00Z"},"obfuscation":{"enabled":%s},%s}"""
            .formatted(hidden, part);
    return Description.of(Json.mapper().readValue(json, ExportConfig.class));
  }
}
