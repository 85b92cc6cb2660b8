package io.vmgather.server;

import static io.vmgather.server.Canaries.HEADER;
import static io.vmgather.server.Canaries.HOST;
import static io.vmgather.server.Canaries.IN_URL;
import static io.vmgather.server.Canaries.JOB;
import static io.vmgather.server.Canaries.PASSWORD;
import static io.vmgather.server.Canaries.POD;
import static io.vmgather.server.Canaries.TOKEN;
import static io.vmgather.server.Canaries.USER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmgather.common.vm.Auth;
import io.vmgather.common.vm.Certificates;
import io.vmgather.common.vm.Connection;
import io.vmgather.common.vm.OAuth2;
import io.vmgather.exporter.job.TestServers;
import io.vmgather.process.FaultProxy;
import io.vmgather.process.Until;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/**
 * No password and no original of a hidden label is in an answer, a log, a file, a bundle or a
 * thread's name, whatever went well or wrong. Each test makes traffic; behind each, all that the
 * server wrote and answered is searched.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class CanaryFlow {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long START = Instant.parse("2026-11-20T10:00:00Z").toEpochMilli();
  private static final int MINUTES = 30;
  private static final String RUN = TestServers.RUN + "-canary";

  private final Canaries canaries = new Canaries();
  private RestClient client;

  /** The exporter's root, with a slash at the end. */
  abstract URI application();

  /** Everything that the server writes lies below. */
  abstract Path folder();

  abstract ServerProcess process();

  @BeforeAll
  static void store() {
    StringBuilder lines = new StringBuilder();
    for (int minute = 0; minute < MINUTES; minute++) {
      lines.append(
          """
          {"metric":{"__name__":"canary_up","run":"%s","instance":"%s:9100","job":"%s","pod":"%s",\
          "addr":"http://%s:9100/x"},"values":[1],"timestamps":[%d]}
          """
              .formatted(RUN, HOST, JOB, POD, HOST, START + minute * 60_000L));
    }
    TestServers.server("SINGLE").store(lines.toString());
  }

  @BeforeEach
  void listen() throws Exception {
    for (Connection signedIn : List.of(TestServers.vmauthBasic(), TestServers.vmauthBearer())) {
      Stream.of(signedIn.auth().password(), signedIn.auth().token())
          .filter(secret -> !secret.isEmpty())
          .forEach(canaries::secret);
    }
    Auth basic = TestServers.vmauthBasic().auth();
    canaries.pair(basic.username(), basic.password());
    client = new RestClient(application());
  }

  /** What was answered is searched at once; all else here, with the server still running. */
  @AfterEach
  void searchWhatIsWritten() throws Exception {
    int files = WrittenFiles.forEach(folder(), canaries::assertNothingKept);
    assertThat(files).isPositive();
    canaries.assertNothingKept(
        "output", String.join("\n", process().log()).getBytes(StandardCharsets.UTF_8));
    for (ProcessHandle java : javas()) {
      canaries.assertNone("threads of " + java.pid(), threads(java));
    }
  }

  @Test
  @Order(1)
  void signInsThatPassLeaveNoTrace() throws Exception {
    Auth basic = TestServers.vmauthBasic().auth();
    String vmauth = TestServers.vmauthBasic().url();
    List<Connection> ways =
        List.of(
            TestServers.vmauthBasic(),
            TestServers.vmauthBearer(),
            Connection.to(
                vmauth.replace("://", "://" + basic.username() + ":" + basic.password() + "@")),
            Connection.to(TestServers.to("SINGLE").url()).with(Auth.header("X-Api-Key", HEADER)),
            Connection.to(TestServers.to("SINGLE").url()).with(Auth.bearer(TOKEN)));
    for (Connection way : ways) {
      assertThat(json(ask("api/validate", Map.of("connection", way))).at("/success").asBoolean())
          .isTrue();
      questions(way);
      JsonNode done = exported(config(way));
      assertThat(done.at("/state").asText()).as(done.toString()).isEqualTo("completed");
      bundle(done);
    }
  }

  @Test
  @Order(2)
  void signInsThatFailLeaveNoTrace() throws Exception {
    String userInfo = USER + ":" + URLEncoder.encode(IN_URL, StandardCharsets.UTF_8) + "@";
    String vmauth = TestServers.vmauthBasic().url();
    List<Connection> ways =
        List.of(
            Connection.to(vmauth).with(Auth.basic(USER, PASSWORD)),
            Connection.to(vmauth).with(Auth.bearer(TOKEN)),
            Connection.to(vmauth).with(Auth.header("Authorization", HEADER)),
            Connection.to(vmauth.replace("://", "://" + userInfo)),
            Connection.to("http://" + userInfo + "127.0.0.1:1"),
            Connection.to("http://" + userInfo + "no-such-host.invalid:8428/x"),
            Connection.to("http://" + USER + ":" + IN_URL + "@127.0.0.1:1"),
            Connection.to("ftp://" + userInfo + "127.0.0.1"),
            Connection.to("http://127.0.0.1:1")
                .with(new Certificates("", HEADER, "", PASSWORD, "")),
            Connection.to(vmauth)
                .with(Auth.oauth2(new OAuth2("http://127.0.0.1:1/t", "c", PASSWORD, ""))),
            Connection.to("https://127.0.0.1:1")
                .with(new Certificates("", "", HEADER, PASSWORD, TOKEN)),
            Connection.to("http://127.0.0.1:1").with(Auth.basic(USER + ":", PASSWORD)),
            Connection.to("http://127.0.0.1:1").with(Auth.bearer(TOKEN + "\nX: y")));
    for (Connection way : ways) {
      JsonNode tried = json(ask("api/validate", Map.of("connection", way)));
      assertThat(tried.at("/success").asBoolean()).as(tried.toString()).isFalse();
      ask("api/address", Map.of("connection", way));
      questions(way);
      JsonNode failed = exported(config(way));
      assertThat(failed.at("/state").asText()).isNotEqualTo("completed");
      ask("api/export", config(way));
    }
  }

  @Test
  @Order(3)
  void requestsThatCanNotBeReadAreNotRepeated() throws Exception {
    String auth = "\"auth\":{\"type\":\"basic\",\"username\":\"" + USER + "\",\"password\":";
    List<String> bodies =
        List.of(
            "{\"connection\":{\"url\":\"http://vm\"," + auth + "\"" + PASSWORD + "\"",
            "{\"connection\":{\"url\":\"http://vm\"," + auth + PASSWORD + "}}}",
            "{\"connection\":{\"url\":\"http://vm\"," + auth + "[\"" + PASSWORD + "\"]}}}",
            "{\"connection\":\"http://" + USER + ":" + PASSWORD + "@vm\"}",
            "{\"connection\":{\"url\":\"http://vm\",\"skip_tls_verify\":\"" + PASSWORD + "\"}}",
            "{\"" + PASSWORD + "\":",
            PASSWORD);
    for (String path : List.of("api/validate", "api/discover", "api/sample", "api/export/start")) {
      for (String body : bodies) {
        String whole = path.endsWith("sample") ? "{\"config\":" + body + "}" : body;
        HttpResponse<String> answer = client.send("POST", path, whole);
        search(path, answer);
        assertThat(answer.statusCode()).as(path + body).isEqualTo(400);
      }
    }
  }

  /** A proxy that repeats the sign-in, and an export's question with the job's name in it. */
  @Test
  @Order(4)
  void textsOfTheSourceAreShownWithoutSecretsAndOriginals() throws Exception {
    try (EchoServer echo = EchoServer.before(TestServers.to("SINGLE").url())) {
      Connection way =
          Connection.to("http://127.0.0.1:" + echo.port()).with(Auth.basic(USER, PASSWORD));
      for (int status : List.of(400, 401, 422, 502)) {
        echo.refuse("/query", status, 1000);
        ask("api/validate", Map.of("connection", way));
        questions(way);
      }
      Map<String, Object> config = byName(way);
      echo.refuse("/export", 422, 1000);
      JsonNode failed = exported(config);
      assertThat(failed.at("/state").asText()).isEqualTo("failed");
      echo.refuse("/export", 502, 1000);
      waiting(config);
      for (String query :
          List.of("{pod=\"" + POD + "\"", "sum({job=\"" + JOB + "\"", "{pod=\"" + POD + "\"}")) {
        config.put("query", query);
        config.put("jobs", List.of());
        echo.refuse("none", 200, 0);
        ask("api/sample", Map.of("config", config));
        exported(config);
      }
      config = byName(way);
      // Once, so that it is overcome: what a bundle says of it stays in the bundle.
      echo.refuse("/export", 502, 1);
      JsonNode done = exported(config);
      assertThat(done.at("/state").asText()).as(done.toString()).isEqualTo("completed");
      assertThat(done.at("/result/warnings").toString()).contains("tried again");
      bundle(done);
    }
  }

  /** These are meant for their owner, who asks for them: originals there, secrets not. */
  @Test
  @Order(5)
  void originalsAreAnsweredWhereTheirOwnerAsksForThemAlone() throws Exception {
    Connection way = TestServers.vmauthBasic();
    Map<String, Object> question = question(way);
    question.put("selector", "{run=\"" + RUN + "\"}");
    assertThat(legitimate("POST", "api/discover-selector", question)).contains(JOB);
    Map<String, Object> before = new HashMap<>(Map.of("config", config(way), "before", true));
    assertThat(legitimate("POST", "api/sample", before)).contains(HOST, JOB, POD);
    Map<String, Object> open = config(way);
    open.put("obfuscation", Map.of("enabled", false));
    assertThat(legitimate("POST", "api/sample", Map.of("config", open))).contains(HOST, JOB, POD);
    JsonNode done = exported(config(way));
    assertThat(legitimate("GET", "api/export/map?id=" + done.at("/job_id").asText(), null))
        .contains(HOST, JOB, POD);
  }

  @Test
  @Order(6)
  void exportThatIsCutAndResumedKeepsNothingReadable() throws Exception {
    int port = URI.create(TestServers.to("SINGLE").url()).getPort();
    try (FaultProxy proxy = FaultProxy.before(port)) {
      JsonNode started = stalled(proxy);
      String id = started.at("/job_id").asText();
      ask("api/export/status?id=" + id, null);
      searchWhatIsWritten();
      ask("api/export/cancel", Map.of("job_id", id));
      ended(id);
      searchWhatIsWritten();
      Connection way =
          Connection.to(TestServers.to("SINGLE").url()).with(Auth.basic(USER, PASSWORD));
      HttpResponse<String> resumed =
          client.send("POST", "api/export/resume", Map.of("job_id", id, "connection", way));
      String token = started.at("/resume_token").asText();
      assertThat(json(resumed).at("/resume_token").asText()).isEqualTo(token);
      canaries.assertNone(
          "resume", resumed.body().replace(token, "").getBytes(StandardCharsets.UTF_8));
      JsonNode done = ended(id);
      assertThat(done.at("/state").asText()).as(done.toString()).isEqualTo("completed");
      bundle(done);
    }
  }

  @Test
  @Order(7)
  void exportThatDiesWithItsServerKeepsNothingReadable() throws Exception {
    int port = URI.create(TestServers.to("SINGLE").url()).getPort();
    try (FaultProxy proxy = FaultProxy.before(port)) {
      stalled(proxy);
      List<ProcessHandle> all = javas();
      all.forEach(ProcessHandle::destroyForcibly);
      Until.holds(
          Duration.ofSeconds(20), "dead", () -> all.stream().noneMatch(ProcessHandle::isAlive));
    }
  }

  private JsonNode stalled(FaultProxy proxy) throws Exception {
    proxy.passing(2).spoil(1, 100, proxy.stall());
    Map<String, Object> config =
        config(Connection.to(proxy.url()).with(Auth.basic(USER, PASSWORD)));
    config.put("batching", Map.of("enabled", true, "custom_interval_seconds", 300));
    HttpResponse<String> answer = client.send("POST", "api/export/start", config);
    JsonNode started = json(search("api/export/start", answer));
    // Its client's alone: in no file, no log and no other answer.
    canaries.secret(started.at("/resume_token").asText());
    Until.holds(Duration.ofSeconds(20), "the source stalls", proxy::wasHit);
    return started;
  }

  private void questions(Connection way) throws Exception {
    Map<String, Object> question = question(way);
    question.put("query", "{run=\"" + RUN + "\"}");
    ask("api/validate-query", question);
    ask("api/discover", question);
    ask("api/estimate", Map.of("config", config(way)));
    ask("api/sample", Map.of("config", config(way), "limit", 50));
    for (String path :
        List.of(
            "api/export/jobs",
            "api/config",
            "api/health",
            "metrics",
            "api/openapi.json",
            "api/fs/list")) {
      ask(path, null);
    }
  }

  private void waiting(Map<String, Object> config) throws Exception {
    String id = json(ask("api/export/start", config)).at("/job_id").asText();
    while (json(ask("api/export/status?id=" + id, null)).at("/waiting_for").asText().isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    ask("api/export/cancel", Map.of("job_id", id));
    ended(id);
    ask("api/export/discard", Map.of("job_id", id));
  }

  /** Starts, waits for the end, and asks for events; the last status, or the refusal. */
  private JsonNode exported(Map<String, Object> config) throws Exception {
    JsonNode started = json(ask("api/export/start", config));
    String id = started.at("/job_id").asText();
    if (id.isEmpty()) {
      return started;
    }
    canaries.secret(started.at("/resume_token").asText());
    HttpResponse<byte[]> events = client.bytes("api/export/events?id=" + id);
    canaries.assertNone("events", events.body());
    return ended(id);
  }

  private JsonNode ended(String id) throws Exception {
    while (true) {
      JsonNode status = json(ask("api/export/status?id=" + id, null));
      if (!List.of("pending", "running").contains(status.at("/state").asText())) {
        ask("api/export/jobs", null);
        return status;
      }
      TimeUnit.MILLISECONDS.sleep(30);
    }
  }

  private void bundle(JsonNode done) throws Exception {
    String id = "?id=" + done.at("/job_id").asText();
    ask("api/bundle/metrics" + id, null);
    ask("api/bundle/series" + id + "&metric=canary_up", null);
    HttpResponse<byte[]> zip = client.bytes(done.at("/result/download_path").asText());
    assertThat(zip.statusCode()).isEqualTo(200);
    canaries.assertNone("bundle", zip.body());
    WrittenFiles.unpacked("bundle", zip.body(), canaries::assertNothingKept);
  }

  private HttpResponse<String> ask(String path, Object body) throws Exception {
    HttpResponse<String> answer = client.send(body == null ? "GET" : "POST", path, body);
    return search(path, answer);
  }

  private HttpResponse<String> search(String path, HttpResponse<String> answer) {
    String all = answer.headers().map() + "\n" + answer.body();
    canaries.assertNone(path + " " + answer.statusCode(), all.getBytes(StandardCharsets.UTF_8));
    return answer;
  }

  private String legitimate(String method, String path, Object body) throws Exception {
    HttpResponse<String> answer = client.send(method, path, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    canaries.assertNoSecret(path, answer.body().getBytes(StandardCharsets.UTF_8));
    return answer.body();
  }

  private static JsonNode json(HttpResponse<String> answer) throws IOException {
    return JSON.readTree(answer.body());
  }

  private List<ProcessHandle> javas() {
    List<ProcessHandle> all = new ArrayList<>();
    ProcessHandle.of(process().pid())
        .ifPresent(
            first -> {
              all.add(first);
              first.descendants().forEach(all::add);
            });
    all.removeIf(one -> !isServer(one));
    return all;
  }

  /** Not the child that makes the class archive: it has no jobs, and ends as it likes. */
  private static boolean isServer(ProcessHandle one) {
    return one.isAlive()
        && one.info().command().orElse("").endsWith("java")
        && !one.info().commandLine().orElse("").matches(".*(ServerTraining|vmgather\\.training).*");
  }

  private static byte[] threads(ProcessHandle java) throws Exception {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                "" + java.pid(),
                "Thread.print")
            .redirectErrorStream(true)
            .start();
    byte[] shown = jcmd.getInputStream().readAllBytes();
    assertThat(new String(shown, StandardCharsets.UTF_8)).contains("\"main\"");
    return shown;
  }

  private static Map<String, Object> question(Connection way) {
    Map<String, Object> question = new HashMap<>();
    question.put("connection", way);
    question.put(
        "time_range",
        Map.of(
            "start", Instant.ofEpochMilli(START).toString(),
            "end", Instant.ofEpochMilli(START + MINUTES * 60_000L).toString()));
    return question;
  }

  private static Map<String, Object> config(Connection way) {
    Map<String, Object> config = question(way);
    config.put("mode", "custom");
    config.put("query", "{run=\"" + RUN + "\"}");
    config.put(
        "obfuscation",
        Map.of(
            "enabled", true,
            "obfuscate_instance", true,
            "obfuscate_job", true,
            "custom_labels", List.of("pod")));
    return config;
  }

  /** The originals stand in the question itself. */
  private static Map<String, Object> byName(Connection way) {
    Map<String, Object> config = config(way);
    config.put("query", "{run=\"" + RUN + "\",pod=\"" + POD + "\",instance=~\"" + HOST + ".*\"}");
    config.put("jobs", List.of(JOB));
    return config;
  }
}
