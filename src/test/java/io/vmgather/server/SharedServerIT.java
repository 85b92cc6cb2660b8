package io.vmgather.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmgather.common.vm.Connection;
import io.vmgather.exporter.job.AwkwardData;
import io.vmgather.exporter.job.TestServers;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The exporter for many people: in Tomcat, behind a proxy that says who they are. */
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SharedServerIT {
  private static final String USER = "X-Forwarded-User";

  @TempDir private static Path base;
  private static Tomcat tomcat;

  private final URI application = tomcat.address().resolve("exporter/");
  private final RestClient anna = new RestClient(application, USER, "anna");
  private final RestClient ben = new RestClient(application, USER, "ben");

  SharedServerIT() throws Exception {}

  @BeforeAll
  static void deploy() throws IOException {
    AwkwardData.store(TestServers.server("SINGLE"), TestServers.RUN, 600_000);
    List<String> options = new ArrayList<>(WarSettings.options(base));
    options.add("-Dvmgather.proxies.trusted=127.0.0.0/8");
    tomcat = Tomcat.start(Path.of(System.getProperty("tomcat11.home")), base, options);
    tomcat.deploy(WarSettings.FOLDER.resolve("exporter.war"), "exporter");
  }

  @AfterAll
  static void stop() {
    if (tomcat != null) {
      tomcat.close();
    }
  }

  @Test
  void anotherUsersJobAndBundleAreNotThere() throws Exception {
    JsonNode done = ExportFlow.export(anna, ExportFlow.single());
    assertThat(done.at("/state").asText()).as(done.toString()).isEqualTo("completed");
    String id = done.at("/job_id").asText();
    String path =
        URLEncoder.encode(done.at("/result/archive_path").asText(), StandardCharsets.UTF_8);
    for (String question :
        List.of(
            "export/status?id=" + id,
            "export/events?id=" + id,
            "export/map?id=" + id,
            "bundle/metrics?id=" + id,
            "bundle/series?metric=up&id=" + id,
            "download?path=" + path)) {
      assertThat(status(ben, "GET", question, null)).as(question).isEqualTo(404);
    }
    for (String order : List.of("cancel", "resume", "discard")) {
      assertThat(status(ben, "POST", "export/" + order, Map.of("job_id", id))).isEqualTo(404);
    }
    assertThat(ben.get("api/export/jobs").at("/jobs")).isEmpty();
    assertThat(anna.get("api/export/jobs").at("/jobs")).hasSize(1);
    assertThat(status(anna, "GET", "download?path=" + path, null)).isEqualTo(200);
    assertThat(ben.get("api/config").at("/user").asText()).isEqualTo("ben");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest/meta-data/",
        "http://[fd00:ec2::254]/",
        "http://[::1]:8428",
        "http://0.0.0.0:8428",
        "http://10.1.2.3:8428",
        "http://vm.example.org:8428"
      })
  void serverThatIsNotAllowedIsNotConnectedTo(String url) throws Exception {
    Connection connection = Connection.to(url);
    JsonNode tried = anna.post("api/validate", Map.of("connection", connection));
    assertThat(tried.at("/success").asBoolean()).isFalse();
    assertThat(tried.at("/code").asText()).isEqualTo("FORBIDDEN");
    Map<String, Object> question = ExportFlow.question();
    question.put("connection", connection);
    assertThat(status(anna, "POST", "discover", question)).isEqualTo(403);
    JsonNode failed = ExportFlow.export(anna, ExportFlow.config(connection));
    assertThat(failed.at("/error_detail/code").asText()).isEqualTo("FORBIDDEN");
    anna.post("api/export/discard", Map.of("job_id", failed.at("/job_id").asText()));
  }

  @Test
  void foldersOutsideOfTheRootsAreNeitherListedNorMadeNorUsed() throws Exception {
    Path staging = base.resolve("staging");
    Path link = Files.createSymbolicLink(staging.resolve("link"), base.resolve("conf"));
    Path made = base.resolve("made");
    for (Path outside : List.of(Path.of("/etc"), staging.resolve("../conf"), link, made, base)) {
      String path = URLEncoder.encode(outside.toString(), StandardCharsets.UTF_8);
      assertThat(status(anna, "GET", "fs/list?path=" + path, null)).as(path).isEqualTo(403);
      Map<String, Object> check = Map.of("path", outside.toString(), "ensure", true);
      assertThat(status(anna, "POST", "fs/check", check)).as(path).isEqualTo(403);
      Map<String, Object> config = ExportFlow.single();
      config.put("staging_dir", outside.toString());
      assertThat(status(anna, "POST", "export/start", config)).as(path).isEqualTo(403);
      assertThat(status(anna, "GET", "download?path=" + path, null)).isEqualTo(404);
    }
    assertThat(made).doesNotExist();
    assertThat(anna.get("api/fs/list").at("/parent").asText()).isEmpty();
  }

  @Test
  void twoNamesOfOneUserAreRefused() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(application.resolve("api/config"))
            .headers(USER, "anna", USER, "ben")
            .build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(400);
  }

  private static int status(RestClient client, String method, String path, Object body)
      throws Exception {
    return client.send(method, "api/" + path, body).statusCode();
  }
}
