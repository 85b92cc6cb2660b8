package io.vmgather.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.vmgather.common.vm.Connection;
import io.vmgather.exporter.job.AwkwardData;
import io.vmgather.exporter.job.TestServers;
import io.vmgather.process.FaultProxy;
import io.vmgather.process.Until;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
  private static final String GROUPS = "X-Forwarded-Groups";

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
    options.add("-Dvmgather.proxies.trusted=127.0.0.1");
    options.add("-Dvmgather.groups.import=loaders");
    options.add("-Dvmgather.groups.administrators=ops");
    options.add("-Dvmgather.audit.file=" + base.resolve("audit.log"));
    tomcat = Tomcat.start(Path.of(System.getProperty("tomcat11.home")), base, options);
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
  void folderThatIsNoPathIsNamedAtItsField() throws Exception {
    Map<String, Object> config = ExportFlow.single();
    config.put("staging_dir", "a\u0000b");
    for (String question : List.of("export", "export/start")) {
      HttpResponse<String> answer = anna.send("POST", "api/" + question, config);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
      assertThat(RestClient.json(answer).at("/field").asText()).isEqualTo("staging_dir");
    }
    assertThat(status(anna, "POST", "estimate", Map.of("config", config))).isEqualTo(400);
    assertThat(status(anna, "POST", "fs/check", Map.of("path", "a\u0000b"))).isEqualTo(400);
    assertThat(status(anna, "GET", "fs/list?path=a%00b", null)).isEqualTo(400);
    assertThat(status(anna, "GET", "download?path=a%00b", null)).isEqualTo(404);
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

  @Test
  void nobodyComesInWithoutTheProxyWhateverHeadersSay() throws Exception {
    for (String path :
        List.of(
            "exporter/",
            "exporter/main.js",
            "exporter/api/config",
            "exporter/api/export/jobs",
            "importer/",
            "importer/api/import/jobs")) {
      // Straight to Tomcat's port, from an address that is no proxy's.
      assertThat(straight("127.0.0.3", path, USER + ": anna")).as(path).contains(" 401 ");
      assertThat(straight("127.0.0.1", path)).as(path).contains(" 401 ");
      assertThat(straight("127.0.0.1", path, USER + ": anna", GROUPS + ": loaders"))
          .as(path)
          .contains(" 200 ");
    }
    assertThat(straight("127.0.0.3", "exporter/api/config", USER + ": anna"))
        .contains("\"code\":\"NOT_SIGNED_IN\"");
    assertThat(straight("127.0.0.3", "exporter/", "Accept: text/html"))
        .contains("<h1>Nobody is signed in</h1>");
    assertThat(straight("127.0.0.3", "exporter/api/health")).contains(" 200 ");
    assertThat(straight("127.0.0.3", "importer/metrics")).contains(" 200 ");
  }

  @Test
  void onlyTheNamedGroupMayImport() throws Exception {
    URI importer = tomcat.address().resolve("importer/");
    String refused = straight("127.0.0.1", "importer/api/config", USER + ": anna");
    assertThat(refused).contains(" 403 ", "You may not import with this server");
    RestClient loader = new RestClient(importer, USER, "anna", GROUPS, "staff, loaders");
    assertThat(loader.get("api/config").at("/user").asText()).isEqualTo("anna");
  }

  @Test
  void administratorSeesAndEndsEverybodysJobsAndNobodyElseDoes() throws Exception {
    RestClient chief = new RestClient(application, USER, "chief", GROUPS, "ops");
    int port = URI.create(TestServers.to("SINGLE").url()).getPort();
    try (FaultProxy proxy = FaultProxy.before(port)) {
      proxy.passing(1).spoil(2000, 100, proxy.stall());
      Map<String, Object> config = ExportFlow.config(Connection.to(proxy.url()));
      config.put("batching", Map.of("enabled", true, "custom_interval_seconds", 600));
      String id = ben.post("api/export/start", config).at("/job_id").asText();
      Until.holds(Duration.ofSeconds(30), "the export stands still", proxy::wasHit);
      assertThat(status(anna, "GET", "administration/jobs", null)).isEqualTo(403);
      assertThat(status(anna, "POST", "administration/cancel", Map.of("job_id", id)))
          .isEqualTo(403);
      JsonNode seen = chief.get("api/administration/jobs").at("/jobs");
      assertThat(seen).anySatisfy(job -> assertThat(job.at("/job_id").asText()).isEqualTo(id));
      assertThat(seen.findValuesAsText("user")).contains("ben");
      // What an administrator may not: the work itself.
      assertThat(status(chief, "GET", "export/status?id=" + id, null)).isEqualTo(404);
      chief.post("api/administration/cancel", Map.of("job_id", id));
      assertThat(ExportFlow.end(ben, id).at("/state").asText()).isEqualTo("canceled");
      ben.post("api/export/discard", Map.of("job_id", id));
      assertThat(audited("export.canceled", id).at("/user").asText()).isEqualTo("chief");
      assertThat(audited("export.discarded", id).at("/user").asText()).isEqualTo("ben");
    }
    assertThat(status(chief, "POST", "administration/cancel", Map.of("job_id", "no")))
        .isEqualTo(404);
  }

  @Test
  void auditSaysWhoDidWhatWithoutAnySecret() throws Exception {
    RestClient carl = new RestClient(application, USER, "carl");
    Map<String, Object> config = ExportFlow.config(TestServers.vmauthBasic());
    JsonNode done = ExportFlow.export(carl, config);
    String id = done.at("/job_id").asText();
    carl.get("api/export/map?id=" + id);
    ExportFlow.download(carl, done);
    JsonNode started = audited("export.started", id);
    assertThat(started.at("/user").asText()).isEqualTo("carl");
    assertThat(started.at("/target").asText())
        .isEqualTo(URI.create(TestServers.vmauthBasic().url()).getAuthority());
    assertThat(started.at("/what").asText()).startsWith("{run=\"…\"");
    assertThat(started.at("/hidden_labels")).extracting(JsonNode::asText).contains("instance");
    JsonNode ended = audited("export.ended", id);
    assertThat(ended.at("/state").asText()).isEqualTo("completed");
    assertThat(ended.at("/sha256").asText()).isEqualTo(done.at("/result/sha256").asText());
    assertThat(audited("map.downloaded", id).at("/user").asText()).isEqualTo("carl");
    assertThat(audited("bundle.downloaded", done.at("/result/sha256").asText()).at("/bytes"))
        .isEqualTo(done.at("/result/archive_size_bytes"));
    straight("127.0.0.3", "exporter/api/config", USER + ": mallory");
    assertThat(audited("request.refused", "127.0.0.3").at("/user").asText()).isEmpty();
    Map<String, Object> elsewhere = Map.of("connection", Map.of("url", "http://169.254.7.7"));
    assertThat(carl.post("api/validate", elsewhere).at("/code").asText()).isEqualTo("FORBIDDEN");
    assertThat(audited("request.refused", "169.254.7.7").at("/user").asText()).isEqualTo("carl");
    carl.send("GET", "api/fs/list?path=/etc", null);
    assertThat(audited("request.refused", "fs/list").at("/code").asText()).isEqualTo("FORBIDDEN");
    assertThat(Files.readString(base.resolve("audit.log")))
        .doesNotContain(TestServers.vmauthBasic().auth().password());
  }

  @Test
  void changeOfASignedInBrowserNeedsTheTokenOfItsPage() throws Exception {
    String token = anna.get("api/config").at("/csrf_token").asText();
    RestClient session = new RestClient(application, USER, "anna", "Cookie", "sso=1");
    assertThat(status(session, "POST", "session/new", Map.of())).isEqualTo(403);
    RestClient page =
        new RestClient(application, USER, "anna", "Cookie", "sso=1", "X-CSRF-Token", token);
    assertThat(status(page, "POST", "session/new", Map.of())).isEqualTo(200);
    RestClient other =
        new RestClient(application, USER, "ben", "Cookie", "sso=1", "X-CSRF-Token", token);
    assertThat(status(other, "POST", "session/new", Map.of())).isEqualTo(403);
  }

  @Test
  void signedAssertionCountsAndAHeaderBesideItDoesNot() throws Exception {
    Issuer issuer = Issuer.in(base);
    tomcat.deploy(
        WarSettings.FOLDER.resolve("exporter.war"),
        "signed",
        base.resolve("signed.xml"),
        issuer.settings());
    String assertion = Issuer.HEADER + ": " + issuer.assertion("dora");
    assertThat(straight("127.0.0.3", "signed/api/config", assertion)).contains("\"user\":\"dora\"");
    assertThat(straight("127.0.0.1", "signed/api/config", USER + ": anna")).contains(" 401 ");
    assertThat(straight("127.0.0.1", "signed/api/config", assertion + "x")).contains(" 401 ");
    tomcat.undeploy("signed");
  }

  @Test
  void nginxAsksTheSignInAndWhatAClientSendsCountsNowhere(@TempDir Path folder) throws Exception {
    HttpServer signIn =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    signIn.createContext(
        "/oauth2/auth",
        exchange -> {
          boolean known = "sso=dora".equals(exchange.getRequestHeaders().getFirst("Cookie"));
          if (known) {
            exchange.getResponseHeaders().add("X-Auth-Request-User", "dora");
            exchange.getResponseHeaders().add("X-Auth-Request-Groups", "staff,ops");
          }
          exchange.sendResponseHeaders(known ? 202 : 401, -1);
        });
    signIn.start();
    String own =
        Files.readString(Path.of("deploy/nginx/vmgather-sso.conf"))
            .replace("127.0.0.1:4180", "127.0.0.1:" + signIn.getAddress().getPort())
            .replace("127.0.0.1:8080", "127.0.0.1:" + tomcat.address().getPort());
    try (Nginx nginx = Nginx.start(folder, own)) {
      URI behind = nginx.address().resolve("exporter/");
      RestClient dora = new RestClient(behind, "Cookie", "sso=dora", USER, "anna", GROUPS, "none");
      JsonNode config = dora.get("api/config");
      assertThat(config.at("/user").asText()).isEqualTo("dora");
      assertThat(config.at("/administers").asBoolean()).isTrue();
      assertThat(straight(nginx, "").statusCode()).isEqualTo(401);
      HttpResponse<Void> led = straight(nginx, "navigate");
      assertThat(led.statusCode()).isEqualTo(302);
      assertThat(led.headers().firstValue("Location").orElseThrow())
          .contains("/oauth2/start?rd=http://127.0.0.1");
    } finally {
      signIn.stop(0);
    }
  }

  private static HttpResponse<Void> straight(Nginx nginx, String mode) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(nginx.address().resolve("exporter/api/config"))
            .header("Sec-Fetch-Mode", mode)
            .header(USER, "anna")
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
  }

  /** The line about something, by the id or another text in it. */
  private static JsonNode audited(String action, String about) throws IOException {
    // The line about a download follows its last byte.
    Until.holds(
        Duration.ofSeconds(10), action + " of " + about, () -> line(action, about).isPresent());
    return new ObjectMapper().readTree(line(action, about).orElseThrow());
  }

  private static Optional<String> line(String action, String about) {
    try (Stream<String> lines = Files.lines(base.resolve("audit.log"))) {
      return lines
          .filter(line -> line.contains("\"" + action + "\"") && line.contains(about))
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The whole answer to a request that comes from an address of this machine. */
  private static String straight(String from, String path, String... headers) throws IOException {
    int port = tomcat.address().getPort();
    InetAddress local = InetAddress.getByName(from);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port, local, 0)) {
      String request =
          "GET /%s HTTP/1.1\r\nHost: vm\r\nConnection: close\r\n%s\r\n"
              .formatted(
                  path, Stream.of(headers).map(one -> one + "\r\n").collect(Collectors.joining()));
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static int status(RestClient client, String method, String path, Object body)
      throws Exception {
    return client.send(method, "api/" + path, body).statusCode();
  }
}
