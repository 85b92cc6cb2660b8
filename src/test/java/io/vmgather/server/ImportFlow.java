package io.vmgather.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmgather.SearchableAtOnce;
import io.vmgather.VmServer;
import io.vmgather.common.vm.Connection;
import io.vmgather.exporter.job.AwkwardData;
import io.vmgather.exporter.job.ExportConfig;
import io.vmgather.exporter.job.ExportRun;
import io.vmgather.exporter.job.ExportSettings;
import io.vmgather.exporter.job.SampleSet;
import io.vmgather.exporter.job.TestServers;
import io.vmgather.exporter.obfuscate.Dictionary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An import over REST from a bundle of the real exporter to counted samples, on any server. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@ExtendWith(SearchableAtOnce.class)
abstract class ImportFlow {
  private static final long LENGTH = 1_800_000;
  private static final long DAY = 24L * 3600 * 1000;
  private static final String PASSWORD = "canary-password-73";

  // Arquillian lets no test have it as a parameter.
  @TempDir private static Path temporary;

  private static byte[] bundle;
  private static SampleSet samples;

  /** Each import goes to days of its own, so that none sees what another stored. */
  private static long shift = 10 * DAY;

  /** The importer's root, with a slash at the end. */
  abstract URI importer() throws Exception;

  @BeforeAll
  static void makeBundle() throws IOException {
    if (bundle != null) {
      // Made for another server: stored once more, each sample would be there twice.
      return;
    }
    Path folder = newFolder();
    AwkwardData.store(TestServers.server("SINGLE"), TestServers.RUN, LENGTH);
    ExportConfig config =
        new ExportConfig(
            TestServers.to("SINGLE"),
            new ExportConfig.TimeRange(
                Instant.ofEpochMilli(AwkwardData.START).toString(),
                Instant.ofEpochMilli(AwkwardData.START + LENGTH).toString()),
            List.of(),
            List.of(),
            "custom",
            "selector",
            TestServers.ALL,
            new ExportConfig.Obfuscation(true, true, true, true, List.of(), List.of()),
            new ExportConfig.Batching(true, "auto", 0),
            "",
            0,
            null);
    Path file =
        new ExportRun(config, ExportSettings.in(folder, "test"), new Dictionary())
            .toBundle()
            .bundle()
            .orElseThrow()
            .path();
    bundle = Files.readAllBytes(file);
    try (ZipFile zip = new ZipFile(file.toFile())) {
      byte[] lines = zip.getInputStream(zip.getEntry("metrics.jsonl")).readAllBytes();
      samples = SampleSet.ofLines(new String(lines, StandardCharsets.UTF_8));
    }
  }

  /** From the exporter, with all that is awkward. */
  static byte[] bundle() {
    return bundle.clone();
  }

  private static Path newFolder() throws IOException {
    return Files.createTempDirectory(temporary, "");
  }

  RestClient client() throws Exception {
    return new RestClient(importer());
  }

  static synchronized Map<String, Object> into(String url) {
    shift += DAY;
    Map<String, Object> config = new HashMap<>();
    config.put("endpoint", url);
    config.put("time_shift_ms", shift);
    config.put("a_field_that_nobody_knows", List.of(1));
    return config;
  }

  static Map<String, Object> into(Connection connection) {
    Map<String, Object> config = into(connection.url());
    config.put("tenant_id", connection.tenantId());
    config.put("auth_type", connection.auth().type());
    config.put("username", connection.auth().username());
    boolean bearer = connection.auth().type().equals("bearer");
    config.put("password", bearer ? connection.auth().token() : connection.auth().password());
    config.put("skip_tls_verify", connection.skipTlsVerify());
    return config;
  }

  static JsonNode end(RestClient client, String id) throws Exception {
    while (true) {
      JsonNode status = client.get("api/import/status?id=" + id);
      if (!List.of("queued", "running").contains(status.at("/state").asText())) {
        return status;
      }
      if (status.at("/stage").asText().equals("verifying")) {
        // Else each import waits ten seconds until new series are found; VerificationIT does wait.
        for (String server : List.of("SINGLE", "TENANT0", "TENANT1011")) {
          TestServers.server(server).flush();
        }
      }
      Thread.sleep(50);
    }
  }

  private static JsonNode upload(RestClient client, Map<String, Object> config) throws Exception {
    HttpResponse<String> answer = client.form("api/upload", config, "my bundle.zip", bundle);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode started = RestClient.json(answer);
    assertThat(started.at("/job/id").asText()).isEqualTo(started.at("/job_id").asText());
    return end(client, started.at("/job_id").asText());
  }

  private static void assertArrived(VmServer server, Map<String, Object> config) {
    server.flush();
    long moved = (long) config.get("time_shift_ms");
    long start = AwkwardData.START + moved;
    SampleSet found = SampleSet.ofLines(server.export(TestServers.ALL, start, start + LENGTH));
    comparable(found, 0).assertSameAs(comparable(samples, moved));
  }

  /** VictoriaMetrics itself rounds values to some 13 digits, and does not keep gaps. */
  private static SampleSet comparable(SampleSet set, long moved) {
    return SampleSet.of(
        set.samples().stream()
            .filter(sample -> sample.value() != null)
            .map(
                sample ->
                    new SampleSet.Sample(
                        sample.labels(), sample.millis() + moved, rounded(sample.value())))
            .toList());
  }

  private static String rounded(String value) {
    return value.endsWith("Infinity")
        ? value
        : new BigDecimal(value).round(new MathContext(9)).stripTrailingZeros().toPlainString();
  }

  @Test
  void bundleArrivesInEveryFlavourToTheLastSample() throws Exception {
    Path folder = newFolder();
    RestClient client = client();
    try (VmServer second = VmServer.start(folder).flushing()) {
      Map<Map<String, Object>, VmServer> targets = new LinkedHashMap<>();
      targets.put(into(second.url()), second);
      targets.put(into(TestServers.to("CLUSTER_INSERT_1011")), TestServers.server("TENANT1011"));
      targets.put(into(TestServers.to("CLUSTER_SELECT_0")), TestServers.server("TENANT0"));
      targets.put(into(TestServers.tenant("1011")), TestServers.server("TENANT1011"));
      targets.put(into(TestServers.vmauthBasic()), TestServers.server("SINGLE"));
      targets.put(into(TestServers.vmauthBearer()), TestServers.server("SINGLE"));
      targets.put(into(TestServers.to("MANAGED")), TestServers.server("TENANT1011"));
      targets.put(into(TestServers.to("TLS")), TestServers.server("SINGLE"));
      targets.put(into(TestServers.to("NGINX")), TestServers.server("SINGLE"));
      for (Map.Entry<Map<String, Object>, VmServer> target : targets.entrySet()) {
        JsonNode done = upload(client, target.getKey());
        assertThat(done.at("/state").asText()).as(done.toString()).isEqualTo("completed");
        assertThat(done.at("/verification/verified").asBoolean()).as(done.toString()).isTrue();
        assertThat(done.at("/percent").asDouble()).isEqualTo(100);
        assertThat(done.at("/verification/samples_found").asLong()).isPositive();
        assertArrived(target.getValue(), target.getKey());
      }
    }
  }

  @Test
  void bundleIsSentOnceLookedAtAndImported() throws Exception {
    Path folder = newFolder();
    RestClient client = client();
    try (VmServer second = VmServer.start(folder).flushing()) {
      Map<String, Object> config = into(second.url());
      JsonNode stored = RestClient.json(client.put("api/bundle?name=a.zip", bundle));
      String id = stored.at("/bundle_id").asText();
      assertThat(stored.at("/kind").asText()).isEqualTo("zip");
      assertThat(client.get("api/bundle?id=" + id)).isEqualTo(stored);
      Map<String, Object> request =
          Map.of("config", config, "bundle_id", id, "full_collection", true);
      JsonNode found = client.post("api/analyze", request);
      assertThat(found.at("/analysis_mode").asText()).isEqualTo("full");
      assertThat(found.at("/summary/total_points").asLong()).isEqualTo(samples.size());
      assertThat(found.at("/bundle/checksum").asText()).isEqualTo("matches");
      assertThat(found.at("/target/retention_text").asText()).isEqualTo("100y");
      assertThat(found.at("/protected_labels")).hasSize(3);
      JsonNode started = client.post("api/upload", request);
      JsonNode done = end(client, started.at("/job_id").asText());
      assertThat(done.at("/verification/verified").asBoolean()).as(done.toString()).isTrue();
      assertArrived(second, config);
      assertAnswered(client, done, (long) config.get("time_shift_ms"));
      assertError(client.send("GET", "api/bundle?id=" + id, null), 404);
      assertThat(client.send("POST", "api/import/reset-cache?id=" + done.at("/id").asText(), null))
          .extracting(HttpResponse::statusCode)
          .isEqualTo(200);
    }
  }

  /** What the page shows of it: each job's counts, and a metric as the target answers it. */
  private static void assertAnswered(RestClient client, JsonNode done, long moved)
      throws Exception {
    Map<String, Long> byJob = new HashMap<>();
    for (JsonNode job : done.at("/verification/jobs")) {
      assertThat(job.at("/samples_found")).isEqualTo(job.at("/samples_expected"));
      assertThat(job.at("/series_found")).isEqualTo(job.at("/series_expected"));
      byJob.put(job.at("/job").asText(), job.at("/samples_expected").asLong());
    }
    Map<String, Long> sent = new HashMap<>();
    samples.samples().stream()
        .filter(sample -> sample.value() != null)
        .forEach(sample -> sent.merge(sample.labels().getOrDefault("job", ""), 1L, Long::sum));
    assertThat(byJob.keySet()).isEqualTo(sent.keySet());
    String id = "?id=" + done.at("/id").asText();
    JsonNode names = client.get("api/import/metrics" + id + "&search=BORDERS").at("/metrics");
    assertThat(names).hasSize(1);
    String name = names.at("/0/name").asText();
    JsonNode plotted =
        client.get("api/import/series" + id + "&limit=50&metric=" + name + "&points=2000");
    List<SampleSet.Sample> expected =
        samples.samples().stream()
            .filter(sample -> name.equals(sample.labels().get("__name__")))
            .filter(sample -> sample.value() != null)
            .toList();
    long points = 0;
    for (JsonNode series : plotted.at("/series")) {
      assertThat(series.at("/labels").has("__name__")).isFalse();
      for (JsonNode point : series.at("/points")) {
        points++;
        assertThat(expected)
            .anyMatch(
                sample ->
                    sample.millis() + moved == point.at("/0").asLong()
                        && new BigDecimal(sample.value())
                                .compareTo(new BigDecimal(point.at("/1").asText()))
                            == 0);
      }
    }
    // Another test of this run may have stored the source's samples again.
    assertThat(points).isEqualTo(expected.stream().distinct().count());
    assertError(client.send("GET", "api/import/series" + id + "&metric=nobody", null), 404);
    assertError(client.send("GET", "api/import/series" + id, null), 400);
    assertError(client.send("GET", "api/import/metrics" + id + "&limit=0", null), 400);
  }

  @Test
  void endpointIsCheckedAndQuestionsAreAnswered() throws Exception {
    RestClient client = client();
    JsonNode config = client.get("api/config");
    assertThat(config.at("/version").asText()).isEqualTo(System.getProperty("build.version"));
    JsonNode right = client.post("api/check-endpoint", into(TestServers.vmauthBasic()));
    assertThat(right.at("/ok").asBoolean()).isTrue();
    Map<String, Object> wrong = into(TestServers.vmauthBasic());
    wrong.put("password", PASSWORD);
    HttpResponse<String> refused = client.send("POST", "api/check-endpoint", wrong);
    assertError(refused, 502);
    assertThat(refused.body()).contains("LOGIN_REFUSED").doesNotContain(PASSWORD);
    assertThat(RestClient.json(refused).at("/attempts/0/success").isBoolean()).isTrue();
    assertError(client.send("POST", "api/check-endpoint", into("http://127.0.0.1:1")), 502);
    assertError(client.send("POST", "api/check-endpoint", Map.of()), 400);
    HttpResponse<String> form = client.form("api/analyze", into("http://127.0.0.1:1"), "b", bundle);
    JsonNode alone = RestClient.json(form);
    assertThat(alone.at("/target_error/code").asText()).as(form.body()).isEqualTo("UNREACHABLE");
    assertThat(alone.at("/summary/points").asLong()).isPositive();
    client.post("api/bundle/discard", Map.of("bundle_id", alone.at("/bundle/bundle_id").asText()));
  }

  @Test
  void wrongPasswordIsNowhereAfterwards() throws Exception {
    RestClient client = client();
    Map<String, Object> config = into(TestServers.vmauthBasic());
    config.put("password", PASSWORD);
    JsonNode failed = upload(client, config);
    assertThat(failed.at("/state").asText()).isEqualTo("failed");
    assertThat(failed.at("/resume_ready").asBoolean()).isTrue();
    assertThat(failed.at("/error_detail/code").asText()).isEqualTo("LOGIN_REFUSED");
    String jobs = client.get("api/import/jobs").toString();
    assertThat(jobs + client.get("api/profiles/recent")).doesNotContain(PASSWORD);
    int staged =
        WrittenFiles.forEach(
            staging(),
            file -> file.toString().contains("/staging/"),
            (name, content) ->
                assertThat(new String(content, StandardCharsets.ISO_8859_1))
                    .as(name)
                    .doesNotContain(PASSWORD));
    assertThat(staged).as("files of the job that can go on").isPositive();
    String id = failed.at("/id").asText();
    config.put("password", TestServers.vmauthBasic().auth().password());
    client.post("api/import/resume?id=" + id, Map.of("config", config));
    JsonNode done = end(client, id);
    assertThat(done.at("/verification/verified").asBoolean()).as(done.toString()).isTrue();
    assertArrived(TestServers.server("SINGLE"), config);
    assertError(client.send("GET", "api/bundle?id=" + done.at("/bundle_id").asText(), null), 404);
  }

  /** A folder around the staging folder of the importer. */
  abstract Path staging();

  @Test
  void importGoesOnAfterItsTargetWasKilled() throws Exception {
    Path folder = newFolder();
    RestClient client = client();
    int port = freePort();
    String address = "-httpListenAddr=127.0.0.1:" + port;
    VmServer target = VmServer.start(folder, address);
    try {
      Map<String, Object> config = into("http://127.0.0.1:" + port);
      config.put("samples_per_second", 25_000);
      HttpResponse<String> answer = client.form("api/upload", config, "b.jsonl", severalChunks());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      String id = RestClient.json(answer).at("/job_id").asText();
      awaitStage(client, id, "sending");
      target.close();
      client.post("api/import/cancel", Map.of("job_id", id));
      JsonNode cancelled = end(client, id);
      assertThat(cancelled.at("/state").asText()).isEqualTo("canceled");
      assertThat(cancelled.at("/resume_ready").asBoolean()).isTrue();
      target = VmServer.start(folder, address);
      assertThat(client.send("POST", "api/import/resume?id=" + id, null).body())
          .contains("resuming");
      JsonNode done = end(client, id);
      assertThat(done.at("/verification/verified").asBoolean()).as(done.toString()).isTrue();
    } finally {
      target.close();
    }
  }

  /** 100,000 samples in some 2 MB: the first chunk goes at once, the others wait for the rate. */
  static byte[] severalChunks() {
    String times =
        LongStream.range(0, 1000)
            .mapToObj(i -> Long.toString(AwkwardData.START + i * 1000))
            .collect(Collectors.joining(","));
    String values = "1,".repeat(999) + "1";
    String line =
        "{\"metric\":{\"__name__\":\"chunks\",\"i\":\"%d\"},\"values\":[%s],\"timestamps\":[%s]}";
    return IntStream.range(0, 100)
        .mapToObj(i -> line.formatted(i, values, times))
        .collect(Collectors.joining("\n"))
        .getBytes(StandardCharsets.UTF_8);
  }

  static void awaitStage(RestClient client, String id, String stage) throws Exception {
    while (true) {
      JsonNode status = client.get("api/import/status?id=" + id);
      if (status.at("/stage").asText().equals(stage)) {
        return;
      }
      // A stage that is over would be waited for in vain.
      assertThat(status.at("/state").asText()).as(status.toString()).isIn("queued", "running");
      Thread.sleep(20);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Test
  void seriesThatTheTargetDropsAreNamedWithTheCause() throws Exception {
    Path folder = newFolder();
    RestClient client = client();
    try (VmServer narrow = VmServer.start(folder, "-maxLabelsPerTimeseries=4").flushing()) {
      JsonNode done = upload(client, into(narrow.url()));
      assertThat(done.at("/state").asText()).as(done.toString()).isEqualTo("completed");
      JsonNode verification = done.at("/verification");
      assertThat(verification.at("/verified").asBoolean()).isFalse();
      assertThat(verification.at("/state").asText()).isEqualTo("different");
      assertThat(verification.at("/missing_samples").asLong()).isPositive();
      assertThat(verification.at("/differences/0/reason_code").asText()).isEqualTo("label_limit");
      assertThat(verification.at("/differences/0/metric")).hasSizeGreaterThan(4);
      String id = done.at("/id").asText();
      assertThat(client.send("POST", "api/import/verify?id=" + id, null).body())
          .contains("verifying");
      assertThat(end(client, id).at("/verification/state").asText()).isEqualTo("different");
      client.post("api/import/discard", Map.of("job_id", id));
      assertError(client.send("GET", "api/import/status?id=" + id, null), 404);
    }
  }

  @Test
  void hostileUploadsAreRefusedAndTheNextGoodOneWorks() throws Exception {
    Path folder = newFolder();
    RestClient client = client();
    Map<String, byte[]> hostile = new LinkedHashMap<>();
    hostile.put("slip", zip("../metrics.jsonl", "{}"));
    hostile.put("no metrics", zip("readme.txt", "nothing"));
    hostile.put("text", "hello".getBytes(StandardCharsets.UTF_8));
    hostile.put("cut", Arrays.copyOf(bundle, bundle.length / 2));
    for (Map.Entry<String, byte[]> one : hostile.entrySet()) {
      HttpResponse<String> form =
          client.form("api/upload", into("http://127.0.0.1:1"), "x.zip", one.getValue());
      assertError(form, 409);
      assertError(client.put("api/bundle?name=x", one.getValue()), 409);
    }
    assertError(client.put("api/bundle?name=x", new byte[0]), 400);
    try (VmServer second = VmServer.start(folder).flushing()) {
      Map<String, Object> config = into(second.url());
      String json = new com.fasterxml.jackson.databind.ObjectMapper().writeValueAsString(config);
      String path = "api/upload?name=b&config=" + URLEncoder.encode(json, StandardCharsets.UTF_8);
      JsonNode started = RestClient.json(client.put(path, bundle));
      JsonNode done = end(client, started.at("/job_id").asText());
      assertThat(done.at("/verification/verified").asBoolean()).as(done.toString()).isTrue();
      assertArrived(second, config);
    }
  }

  private static byte[] zip(String entry, String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(entry));
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void everyErrorHasTheOneShape() throws Exception {
    RestClient client = client();
    String nobody = "?id=" + "0".repeat(32);
    assertError(client.send("GET", "api/import/status" + nobody, null), 404);
    assertError(client.send("GET", "api/import/status", null), 400);
    assertError(client.send("GET", "api/import/events" + nobody, null), 404);
    assertError(client.send("POST", "api/import/resume" + nobody, null), 404);
    assertError(client.send("GET", "api/nothing", null), 404);
    assertError(client.send("DELETE", "api/config", null), 405);
    assertError(client.send("POST", "api/upload", "{\"config\":"), 400);
    assertError(client.send("POST", "api/upload", Map.of("bundle_id", "1")), 404);
    assertError(client.form("api/upload", "{\"endpoint\":", "b", bundle), 400);
    assertThat(tooLong()).startsWith("HTTP/1.1 413").contains("TOO_LARGE");
  }

  /** Announces more than is allowed, and sends nothing of it. */
  private String tooLong() throws Exception {
    URI root = importer();
    try (Socket socket = new Socket(root.getHost(), root.getPort())) {
      String head =
          "PUT %sapi/bundle HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999\r\n\r\n"
              .formatted(root.getPath());
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      byte[] answer = new byte[4096];
      StringBuilder text = new StringBuilder();
      for (int n = socket.getInputStream().read(answer); n > 0; ) {
        text.append(new String(answer, 0, n, StandardCharsets.UTF_8));
        n = text.indexOf("TOO_LARGE") > 0 ? 0 : socket.getInputStream().read(answer);
      }
      return text.toString();
    }
  }

  @Test
  void eventsTellTheStatusUntilTheEndAndMetricsCount() throws Exception {
    Path folder = newFolder();
    RestClient client = client();
    try (VmServer second = VmServer.start(folder).flushing()) {
      HttpResponse<String> answer = client.form("api/upload", into(second.url()), "b.zip", bundle);
      String id = RestClient.json(answer).at("/job_id").asText();
      String events =
          new String(client.bytes("api/import/events?id=" + id).body(), StandardCharsets.UTF_8);
      assertThat(events.lines().filter(line -> line.startsWith("data: ")).toList())
          .last()
          .asString()
          .contains("\"state\":\"completed\"");
    }
    HttpResponse<String> metrics = client.send("GET", "metrics", null);
    assertThat(metrics.body())
        .containsPattern("vmgather_imports_total\\{state=\"completed\"} [1-9]")
        .contains("vmgather_imports_active", "vmgather_import_missing_samples_total");
  }

  private static void assertError(HttpResponse<String> answer, int status) throws Exception {
    assertThat(answer.statusCode()).as(answer + answer.body()).isEqualTo(status);
    JsonNode body = RestClient.json(answer);
    assertThat(body.at("/error").asText()).isNotBlank();
    assertThat(body.at("/status").asInt()).isEqualTo(status);
    assertThat(body.at("/code").asText()).isNotBlank();
    assertThat(body.at("/retryable").isBoolean()).isTrue();
  }
}
