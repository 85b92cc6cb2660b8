package io.vmgather.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both WARs, as the build made them, side by side on one real Tomcat. */
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RequestsOnTomcatIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir private static Path base;
  private static Tomcat tomcat;

  @BeforeAll
  static void deploy() throws IOException {
    tomcat =
        Tomcat.start(Path.of(System.getProperty("tomcat10.home")), base, WarSettings.options(base));
    for (String application : List.of("exporter", "importer")) {
      tomcat.deploy(WarSettings.FOLDER.resolve(application + ".war"), application);
    }
  }

  @AfterAll
  static void stop() {
    if (tomcat != null) {
      tomcat.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"exporter", "importer"})
  void healthNamesTheVersion(String application) throws Exception {
    HttpResponse<String> answer = get(application + "/api/health");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(answer.body())
        .isEqualTo("{\"status\":\"ok\",\"version\":\"%s\"}", System.getProperty("build.version"));
  }

  @ParameterizedTest
  @CsvSource({"exporter, src=\"main.js\"", "importer, src=\"main.js\""})
  void pageSaysWhatItIsWithoutInlineScriptOrStyle(String application, String part)
      throws Exception {
    HttpResponse<String> answer = get(application + "/");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .contains(part)
        .doesNotContain("<style", "style=", "<script>", "onclick=");
  }

  @ParameterizedTest
  @CsvSource({
    "exporter/nothing.html, 404, NOT_FOUND",
    "importer/nothing.html, 404, NOT_FOUND",
    "exporter/WEB-INF/web.xml, 404, NOT_FOUND",
    "exporter/error, 404, NOT_FOUND",
    "exporter/api/nothing, 404, NOT_FOUND",
    "importer/api/, 404, NOT_FOUND",
  })
  void failureIsJsonWithoutTheServersName(String path, int status, String code) throws Exception {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(answer.body())
        .contains("\"status\":" + status, "\"code\":\"" + code + "\"", "\"retryable\":false")
        .doesNotContainIgnoringCase("tomcat");
  }

  @Test
  void browserThatMissesAPageReadsAPage() throws Exception {
    HttpResponse<String> answer =
        send(request("exporter/nothing.html").header("Accept", "text/html,*/*;q=0.8"));
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body())
        .contains("<h1>There is nothing at this address</h1>")
        .doesNotContainIgnoringCase("tomcat");
  }

  @Test
  void wrongMethodNamesTheRightOnes() throws Exception {
    HttpResponse<String> answer =
        send(request("exporter/api/health").DELETE().header("X-Request-Id", "my-request-1"));
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).get().asString().contains("GET");
    assertThat(answer.headers().firstValue("X-Request-Id")).hasValue("my-request-1");
    assertThat(answer.body()).contains("\"code\":\"INVALID_INPUT\"");
    assertThat(send(request("exporter/").DELETE()).statusCode()).isEqualTo(405);
  }

  @Test
  void requestOfAForeignPageAndUnknownContentAreRefused() throws Exception {
    BodyPublisher body = BodyPublishers.ofString("{}");
    HttpResponse<String> foreign =
        send(
            request("exporter/api/health")
                .POST(body)
                .header("Content-Type", "application/json")
                .header("Origin", "http://evil.example"));
    assertThat(foreign.statusCode()).isEqualTo(403);
    assertThat(foreign.body()).contains("\"code\":\"FORBIDDEN\"");
    HttpResponse<String> form =
        send(request("exporter/api/health").POST(body).header("Content-Type", "text/plain"));
    assertThat(form.statusCode()).isEqualTo(415);
  }

  @Test
  void answersAreNotKeptAndPagesRunOnlyWhatIsTheirs() throws Exception {
    assertThat(get("exporter/api/health").headers().map())
        .containsEntry("Cache-Control", List.of("no-store"))
        .containsKey("X-Request-Id");
    assertThat(get("exporter/").headers().map())
        .containsEntry("Cache-Control", List.of("no-cache"))
        .containsEntry("X-Frame-Options", List.of("DENY"))
        .containsEntry("Referrer-Policy", List.of("no-referrer"))
        .containsEntry("Cross-Origin-Opener-Policy", List.of("same-origin"))
        .hasEntrySatisfying(
            "Content-Security-Policy",
            policy ->
                assertThat(policy.get(0)).startsWith("default-src 'none'; script-src 'self';"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"exporter", "importer"})
  void metricsCountRequestsByRoute(String application) throws Exception {
    get(application + "/api/health");
    get(application + "/api/made-up-" + System.nanoTime());
    HttpResponse<String> answer = get(application + "/metrics");
    assertThat(answer.headers().firstValue("Content-Type"))
        .get()
        .asString()
        .matches("text/plain; ?version=0.0.4;.*");
    assertThat(answer.body())
        .contains(
            "_count{method=\"GET\",route=\"/api/health\",status=\"200\"}",
            "_count{method=\"GET\",route=\"none\",status=\"404\"}",
            "vmgather_errors_total{code=\"NOT_FOUND\"}")
        .doesNotContain("made-up");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"connection\": canary} | 400 | INVALID_INPUT | line 1, column",
        "{\"connection\":{\"url\":7,\"is_multitenant\":\"canary\"}} | 400 | INVALID_INPUT | connection.is_multitenant",
        "{\"connection\":{\"url\":\"http://vm:8428\"}} | 400 | INVALID_INPUT | time_range",
        "'' | 400 | INVALID_INPUT | no body",
      })
  void wrongJsonIsNamedButNotQuoted(String json, int status, String code, String words)
      throws Exception {
    HttpResponse<String> answer =
        send(
            request("exporter/api/export/start")
                .POST(BodyPublishers.ofString(json))
                .header("Content-Type", "application/json"));
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains(code, words).doesNotContain("canary");
  }

  @Test
  void longJsonIsRefusedWhetherItsLengthIsSaidOrNot() throws Exception {
    byte[] json = "{\"x\":\"%s\"}".formatted("x".repeat(2_000_000)).getBytes(UTF_8);
    for (BodyPublisher body :
        List.of(
            BodyPublishers.ofByteArray(json),
            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(json)))) {
      HttpResponse<String> answer =
          send(
              request("exporter/api/validate")
                  .POST(body)
                  .header("Content-Type", "application/json"));
      assertThat(answer.statusCode()).isEqualTo(413);
      assertThat(answer.body()).contains("\"code\":\"TOO_LARGE\"");
    }
  }

  @Test
  void startIsSilentAboutTrouble() {
    assertThat(tomcat.process().log())
        .noneMatch(line -> line.matches(".*\\b(WARNING|SEVERE|Exception)\\b.*"));
  }

  private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path));
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(tomcat.address().resolve(path));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
