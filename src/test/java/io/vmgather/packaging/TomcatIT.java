package io.vmgather.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both WARs, as the build made them, side by side on one real Tomcat. */
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TomcatIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir private static Path base;
  private static Tomcat tomcat;

  @BeforeAll
  static void deploy() throws IOException {
    tomcat =
        Tomcat.start(
            Path.of(System.getProperty("tomcat10.home")),
            base,
            List.of(
                Archive.FOLDER.resolve("exporter.war"), Archive.FOLDER.resolve("importer.war")));
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
  @ValueSource(strings = {"exporter", "importer"})
  void pageSaysWhatItIsWithoutInlineScriptOrStyle(String application) throws Exception {
    HttpResponse<String> answer = get(application + "/");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .contains("<h1>vmgather " + application + "</h1>", "href=\"api/health\"")
        .doesNotContain("<style", "style=", "<script>", "onclick=");
  }

  @Test
  void startIsSilentAboutTrouble() {
    assertThat(tomcat.log())
        .noneMatch(line -> line.matches(".*\\b(WARNING|SEVERE|Exception)\\b.*"));
  }

  private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(tomcat.address().resolve(path)).build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
