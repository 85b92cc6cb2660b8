package io.vmgather.server;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmgather.exporter.web.ExporterApplication;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The check that all answers in the servers' tests go through finds what it is meant to find. */
class DescribedApiTest {
  private static final String ERROR =
      "{\"error\":\"e\",\"status\":429,\"code\":\"LIMIT_REACHED\",\"retryable\":true}";

  private final DescribedApi described;

  DescribedApiTest() throws IOException {
    try (InputStream in = ExporterApplication.class.getResourceAsStream("openapi.json")) {
      described = new DescribedApi(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void answerAsDescribedPasses() {
    assertThatCode(health("{\"status\":\"ok\",\"version\":\"1\"}", 200)).doesNotThrowAnyException();
  }

  @Test
  void additionalMissingAndWrongFieldsAreFound() {
    refused(health("{\"status\":\"ok\",\"version\":\"1\",\"new\":1}", 200), "additional");
    refused(health("{\"status\":\"ok\"}", 200), "version");
    refused(health("{\"status\":\"ok\",\"version\":null}", 200), "null found");
    refused(health("{\"status\":\"ok\",\"version\":1}", 200), "integer found");
  }

  @Test
  void statusTypeAndHeaderThatAreNotDescribedAreFound() {
    refused(health(ERROR, 507), "not described");
    refused(
        answer("GET", "/health", 200, Map.of("Content-Type", List.of("text/plain")), ""), "type");
    Map<String, List<String>> json = Map.of("Content-Type", List.of("application/json"));
    refused(answer("POST", "/export/start", 429, json, ERROR), "429");
    refused(answer("POST", "/nothing", 200, json, "{}"), "200");
  }

  @Test
  void fieldsInsideOfListsAreCheckedToo() {
    refused(
        answer(
            "GET",
            "/bundle/metrics",
            200,
            Map.of("Content-Type", List.of("application/json")),
            "{\"metrics\":[{\"name\":\"up\",\"series\":1}],\"total\":1,\"truncated\":false,"
                + "\"series_exact\":true}"),
        "samples");
  }

  private ThrowingCallable health(String body, int status) {
    return answer(
        "GET", "/health", status, Map.of("Content-Type", List.of("application/json")), body);
  }

  private ThrowingCallable answer(
      String method, String path, int status, Map<String, List<String>> headers, String body) {
    HttpHeaders sent = HttpHeaders.of(headers, (name, value) -> true);
    return () ->
        described.checkAnswer(method, path, status, sent, body.getBytes(StandardCharsets.UTF_8));
  }

  private static void refused(ThrowingCallable check, String why) {
    assertThatThrownBy(check).isInstanceOf(AssertionError.class).hasMessageContaining(why);
  }
}
