package io.vmgather.server;

import static io.vmgather.exporter.job.AwkwardData.START;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmgather.common.vm.Connection;
import io.vmgather.exporter.job.AwkwardData;
import io.vmgather.exporter.job.MapJson;
import io.vmgather.exporter.job.ReadBack;
import io.vmgather.exporter.job.SampleSet;
import io.vmgather.exporter.job.TestServers;
import io.vmgather.exporter.obfuscate.PrivateMap;
import io.vmgather.process.FaultProxy;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An export over REST from the first question to the samples in the bundle, on any server. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class ExportFlow {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long LENGTH = 1_800_000;
  private static final String PASSWORD = "canary-password-59";

  /** The exporter's root, with a slash at the end. */
  abstract URI application() throws Exception;

  @BeforeAll
  static void store() {
    for (String server : List.of("SINGLE", "TENANT0", "TENANT1011")) {
      AwkwardData.store(TestServers.server(server), TestServers.RUN, LENGTH);
    }
  }

  private static Map<String, Connection> flavours() {
    Map<String, Connection> flavours = new LinkedHashMap<>();
    flavours.put("single node@SINGLE", TestServers.to("SINGLE"));
    flavours.put("select/0@TENANT0", TestServers.to("CLUSTER_SELECT_0"));
    flavours.put("tenant 1011@TENANT1011", TestServers.tenant("1011"));
    flavours.put("all tenants@TENANT0", TestServers.tenant("multitenant"));
    flavours.put("basic@SINGLE", TestServers.vmauthBasic());
    flavours.put("bearer@SINGLE", TestServers.vmauthBearer());
    flavours.put("managed@TENANT1011", TestServers.to("MANAGED"));
    flavours.put("TLS@SINGLE", TestServers.to("TLS"));
    flavours.put("sub-path@SINGLE", TestServers.to("NGINX"));
    return flavours;
  }

  @Test
  void everyFlavourGivesTheVerySamplesBehindTokens() throws Exception {
    RestClient client = client();
    for (Map.Entry<String, Connection> flavour : flavours().entrySet()) {
      JsonNode done = export(client, config(flavour.getValue()));
      assertThat(done.at("/state").asText()).as(flavour.getKey() + done).isEqualTo("completed");
      Map<String, String> entries = entries(download(client, done).body());
      PrivateMap map = map(client, done);
      ReadBack back = new ReadBack(map);
      String source = flavour.getKey().substring(flavour.getKey().indexOf('@') + 1);
      SampleSet expected =
          SampleSet.ofLines(
              TestServers.server(source).export(TestServers.ALL, START, START + LENGTH));
      SampleSet.ofLines(entries.get("metrics.jsonl"))
          .mapLabels(back::labels)
          .assertSameAs(expected.mapLabels(back::withoutBrackets));
      entries
          .values()
          .forEach(text -> assertThat(text).doesNotContain("10.20.0.11", "host-a.corp"));
    }
  }

  @Test
  void questionsBeforeAnExportAreAnswered() throws Exception {
    RestClient client = client();
    assertThat(client.get("api/config").at("/version").asText())
        .isEqualTo(System.getProperty("build.version"));
    Connection right = TestServers.vmauthBasic();
    JsonNode valid = client.post("api/validate", Map.of("connection", right));
    assertThat(valid.at("/success").asBoolean()).isTrue();
    assertThat(valid.toString()).doesNotContain(right.auth().password());
    Connection wrong = right.with(io.vmgather.common.vm.Auth.basic("reader", PASSWORD));
    JsonNode refused = client.post("api/validate", Map.of("connection", wrong));
    assertThat(refused.at("/success").asBoolean()).isFalse();
    assertThat(refused.toString()).doesNotContain(PASSWORD);

    Map<String, Object> now = question();
    now.put(
        "time_range",
        Map.of(
            "start", Instant.now().minusSeconds(600).toString(), "end", Instant.now().toString()));
    JsonNode found = client.post("api/discover", now);
    assertThat(found.at("/components").findValuesAsText("component")).contains("victoria-metrics");
    Map<String, Object> selector = question();
    selector.put("selector", TestServers.ALL);
    JsonNode jobs = client.post("api/discover-selector", selector);
    assertThat(jobs.at("/jobs").findValuesAsText("job")).contains("j1", "j2");
    JsonNode query =
        client.post(
            "api/validate-query",
            Map.of("connection", TestServers.to("SINGLE"), "query", TestServers.ALL));
    assertThat(query.at("/query_type").asText()).isEqualTo("selector");
    JsonNode estimate = client.post("api/estimate", Map.of("config", single()));
    assertThat(estimate.at("/samples").asLong()).isPositive();
    Map<String, Object> thinned = single();
    thinned.put("metric_step_seconds", 600);
    JsonNode fewer = client.post("api/estimate", Map.of("config", thinned));
    assertThat(fewer.at("/samples").asLong())
        .isPositive()
        .isLessThan(estimate.at("/samples").asLong());
    assertThat(fewer.at("/archive_bytes").asLong())
        .isLessThan(estimate.at("/archive_bytes").asLong());
    JsonNode sample = client.post("api/sample", Map.of("config", single(), "limit", 50));
    assertThat(sample.at("/samples")).isNotEmpty();
    assertThat(sample.toString()).doesNotContain("host-a.corp", "10.20.0.11");
    long all = sample.at("/count").asLong();
    for (long limit : List.of(1001L, 5_000_000_000L)) {
      JsonNode most = client.post("api/sample", Map.of("config", single(), "limit", limit));
      assertThat(most.at("/count").asLong()).isEqualTo(all);
    }
    JsonNode few = client.post("api/sample", Map.of("config", single(), "limit", -1));
    assertThat(few.at("/samples")).hasSize((int) Math.min(all, 10));
    assertError(
        client.send("POST", "api/sample", Map.of("config", single(), "limit", "many")), 400);
  }

  @Test
  void previewAndTwoExportsShareTheirTokensUntilANewSession() throws Exception {
    RestClient client = client();
    JsonNode first = export(client, single());
    JsonNode second = export(client, single());
    Map<String, Map<String, String>> tokens = map(client, first).originals();
    assertThat(map(client, second).originals()).isEqualTo(tokens);
    String key = map(client, first).keyHex();
    assertThat(map(client, second).keyHex()).isEqualTo(key);
    JsonNode sample = client.post("api/sample", Map.of("config", single(), "limit", 50));
    for (JsonNode labels : sample.findValues("labels")) {
      if (labels.has("job")) {
        assertThat(tokens.get("job")).containsKey(labels.get("job").asText());
      }
    }
    client.post("api/session/new", Map.of());
    String id = first.at("/job_id").asText();
    assertError(client.send("GET", "api/export/map?id=" + id, null), 404);
    JsonNode result = client.get("api/export/status?id=" + id).at("/result");
    assertThat(result.at("/map_available").asBoolean()).isFalse();
    JsonNode third = export(client, single());
    assertThat(map(client, third).keyHex()).isNotEqualTo(key);
  }

  @Test
  void bundleIsSentWholeOrInPartsUnderItsChecksum() throws Exception {
    RestClient client = client();
    JsonNode done = export(client, single());
    String path = done.at("/result/download_path").asText();
    byte[] whole = download(client, done).body();
    HttpResponse<byte[]> end = client.bytes(path, "Range", "bytes=100-");
    assertThat(end.statusCode()).isEqualTo(206);
    assertThat(end.body()).isEqualTo(java.util.Arrays.copyOfRange(whole, 100, whole.length));
    assertThat(end.headers().firstValue("Content-Range"))
        .hasValue("bytes 100-" + (whole.length - 1) + "/" + whole.length);
    String tag = '"' + done.at("/result/sha256").asText() + '"';
    assertThat(client.bytes(path, "If-None-Match", tag).statusCode()).isEqualTo(304);
    HttpResponse<byte[]> behind = client.bytes(path, "Range", "bytes=" + whole.length + "-");
    assertThat(behind.statusCode()).isEqualTo(416);
    assertThat(behind.headers().firstValue("Content-Range")).hasValue("bytes */" + whole.length);
    assertThat(behind.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(JSON.readTree(behind.body()).at("/status").asInt()).isEqualTo(416);
    assertThat(JSON.readTree(behind.body()).at("/error").asText()).contains("range of bytes");
    assertThat(client.bytes("api/download?path=/etc/passwd").statusCode()).isEqualTo(404);
  }

  @Test
  void lookInsideShowsTheBundlesMetricsAndSeries() throws Exception {
    RestClient client = client();
    JsonNode done = export(client, single());
    String id = "?id=" + done.at("/job_id").asText();
    JsonNode metrics = client.get("api/bundle/metrics" + id);
    assertThat(metrics.at("/truncated").asBoolean()).isFalse();
    assertThat(metrics.at("/metrics")).hasSize(metrics.at("/total").asInt());
    long series = 0;
    for (JsonNode metric : metrics.at("/metrics")) {
      String name = URLEncoder.encode(metric.at("/name").asText(), StandardCharsets.UTF_8);
      JsonNode found = client.get("api/bundle/series" + id + "&limit=50&metric=" + name);
      assertThat(found.at("/total_series").asLong()).isEqualTo(metric.at("/series").asLong());
      assertThat(found.at("/series")).hasSize(metric.at("/series").asInt());
      assertThat(found.at("/series/0/points/0/0").isIntegralNumber()).isTrue();
      assertThat(found.toString()).doesNotContain("__name__");
      series += found.at("/series").size();
    }
    assertThat(series).isEqualTo(done.at("/result/series_exported").asLong());
    assertError(client.send("GET", "api/bundle/metrics?id=" + "0".repeat(32), null), 404);
    assertError(client.send("GET", "api/bundle/metrics" + id + "&limit=many", null), 400);
    assertError(client.send("GET", "api/bundle/series" + id, null), 400);
    assertError(client.send("GET", "api/bundle/series" + id + "&metric=none", null), 404);
  }

  @Test
  void stalledExportIsCancelledWithinTwoSecondsAndResumedToTheVerySamples() throws Exception {
    RestClient client = client();
    int port = URI.create(TestServers.to("SINGLE").url()).getPort();
    try (FaultProxy proxy = FaultProxy.before(port)) {
      proxy.passing(1).spoil(2000, 100, proxy.stall());
      Map<String, Object> config = config(Connection.to(proxy.url()));
      config.put("batching", Map.of("enabled", true, "custom_interval_seconds", 600));
      String id = client.post("api/export/start", config).at("/job_id").asText();
      while (!proxy.wasHit()) {
        Thread.sleep(20);
      }
      Instant begin = Instant.now();
      assertThat(client.post("api/export/cancel", Map.of("job_id", id)).at("/canceled").asBoolean())
          .isTrue();
      JsonNode cancelled = end(client, id);
      assertThat(cancelled.at("/state").asText()).isEqualTo("canceled");
      assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(2));
      assertThat(cancelled.at("/resumable").asBoolean()).isTrue();

      client.post(
          "api/export/resume", Map.of("job_id", id, "connection", TestServers.tenant("1011")));
      JsonNode elsewhere = end(client, id);
      assertThat(elsewhere.at("/state").asText()).isEqualTo("failed");
      assertThat(elsewhere.at("/error").asText()).contains("/select/1011/prometheus");
      assertThat(elsewhere.at("/error_detail/field").asText()).isEqualTo("connection");
      assertThat(elsewhere.at("/resumable").asBoolean()).isTrue();

      client.post(
          "api/export/resume", Map.of("job_id", id, "connection", TestServers.to("SINGLE")));
      JsonNode done = end(client, id);
      assertThat(done.at("/warnings").toString()).contains("began at another address");
      assertThat(done.at("/state").asText()).as(done.toString()).isEqualTo("completed");
      ReadBack back = new ReadBack(map(client, done));
      SampleSet expected =
          SampleSet.ofLines(
              TestServers.server("SINGLE").export(TestServers.ALL, START, START + LENGTH));
      SampleSet.ofLines(entries(download(client, done).body()).get("metrics.jsonl"))
          .mapLabels(back::labels)
          .assertSameAs(expected.mapLabels(back::withoutBrackets));
    }
  }

  @Test
  void fourthExportAtOnceIsToldToComeBack() throws Exception {
    RestClient client = client();
    int port = URI.create(TestServers.to("SINGLE").url()).getPort();
    List<String> ids = new ArrayList<>();
    try (FaultProxy proxy = FaultProxy.before(port)) {
      proxy.spoil(1, 100, proxy.stall());
      Map<String, Object> config = config(Connection.to(proxy.url()));
      for (int i = 0; i < 3; i++) {
        ids.add(client.post("api/export/start", config).at("/job_id").asText());
      }
      HttpResponse<String> refused = client.send("POST", "api/export/start", config);
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("Retry-After")).isPresent();
      assertThat(RestClient.json(refused).at("/code").asText()).isEqualTo("LIMIT_REACHED");
      for (String id : ids) {
        client.post("api/export/cancel", Map.of("job_id", id));
        end(client, id);
        client.post("api/export/discard", Map.of("job_id", id));
      }
    }
  }

  @Test
  void eventsTellTheStatusUntilTheEnd() throws Exception {
    RestClient client = client();
    String id = client.post("api/export/start", single()).at("/job_id").asText();
    HttpResponse<byte[]> events = client.bytes("api/export/events?id=" + id);
    assertThat(events.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/event-stream");
    List<String> told =
        new String(events.body(), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> line.startsWith("data: "))
            .map(line -> line.substring(6))
            .toList();
    assertThat(JSON.readTree(told.get(told.size() - 1)).at("/state").asText())
        .isEqualTo("completed");
  }

  @Test
  void synchronousExportOfOldScriptsAnswersWithItsBundle() throws Exception {
    JsonNode archive = client().post("api/export", single());
    assertThat(archive.at("/metrics_count").asLong()).isPositive();
    assertThat(archive.at("/sha256").asText()).hasSize(64);
    assertThat(archive.at("/sample_data")).isNotEmpty();
    assertThat(archive.has("sample_error")).isFalse();
  }

  @Test
  void synchronousExportTellsItsBundleAlsoWhenItsSamplesCanNotBeRead() throws Exception {
    int port = URI.create(TestServers.to("SINGLE").url()).getPort();
    try (FaultProxy proxy = FaultProxy.before(port)) {
      String refusal = "HTTP/1.1 400 Bad Request\r\nContent-Length: 14\r\n\r\nno host-a.corp";
      proxy
          .at(request -> request.contains("limitk(10, last_over_time("))
          .spoil(0, Integer.MAX_VALUE, FaultProxy.text(refusal));
      JsonNode archive = client().post("api/export", config(Connection.to(proxy.url())));
      assertThat(proxy.wasHit()).isTrue();
      assertThat(archive.at("/sample_data").isArray()).isTrue();
      assertThat(archive.at("/sample_data")).isEmpty();
      assertThat(archive.at("/sample_error").asText()).isNotBlank().doesNotContain("host-a.corp");
      String path = URLEncoder.encode(archive.at("/archive_path").asText(), StandardCharsets.UTF_8);
      assertThat(client().bytes("api/download?path=" + path).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void metricsCountExportsAndNameNothingPrivate() throws Exception {
    RestClient client = client();
    export(client, single());
    HttpResponse<String> metrics = client.send("GET", "metrics", null);
    assertThat(metrics.statusCode()).isEqualTo(200);
    assertThat(metrics.body())
        .containsPattern("vmgather_exports_total\\{state=\"completed\"} [1-9]")
        .containsPattern("vmgather_export_samples_total [1-9]")
        .contains("vmgather_exports_active", "jvm_memory_used_bytes")
        .doesNotContain("host-a.corp", TestServers.RUN);
  }

  @Test
  void everyErrorHasTheOneShape() throws Exception {
    RestClient client = client();
    assertError(client.send("GET", "api/export/status?id=" + "0".repeat(32), null), 404);
    assertError(client.send("GET", "api/bundle/metrics?id=" + "0".repeat(32), null), 404);
    assertError(client.send("GET", "api/bundle/metrics", null), 400);
    assertError(client.send("GET", "api/nothing", null), 404);
    assertError(client.send("GET", "nothing.html", null), 404);
    assertError(client.send("DELETE", "api/config", null), 405);
    assertError(client.send("POST", "api/export/start", "{\"connection\":"), 400);
    assertError(client.send("POST", "api/export/start", Map.of()), 400);
    Map<String, Object> backwards = single();
    backwards.put("time_range", Map.of("start", at(LENGTH), "end", at(0)));
    HttpResponse<String> wrong = client.send("POST", "api/export/start", backwards);
    assertError(wrong, 400);
    assertThat(RestClient.json(wrong).at("/field").asText()).isEqualTo("time_range.start");
    Map<String, Object> dead = question();
    dead.put("connection", Connection.to("http://127.0.0.1:1"));
    assertError(client.send("POST", "api/discover", dead), 502);
  }

  private static void assertError(HttpResponse<String> answer, int status) throws Exception {
    assertThat(answer.statusCode()).as(answer + answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/json");
    JsonNode body = RestClient.json(answer);
    assertThat(body.at("/error").asText()).isNotBlank();
    assertThat(body.at("/status").asInt()).isEqualTo(status);
    assertThat(body.at("/code").asText()).isNotBlank();
    assertThat(body.at("/retryable").isBoolean()).isTrue();
  }

  RestClient client() throws Exception {
    return new RestClient(application());
  }

  static JsonNode export(RestClient client, Map<String, Object> config) throws Exception {
    return end(client, client.post("api/export/start", config).at("/job_id").asText());
  }

  static JsonNode end(RestClient client, String id) throws Exception {
    while (true) {
      JsonNode status = client.get("api/export/status?id=" + id);
      if (!List.of("pending", "running").contains(status.at("/state").asText())) {
        return status;
      }
      Thread.sleep(50);
    }
  }

  static HttpResponse<byte[]> download(RestClient client, JsonNode done) throws Exception {
    HttpResponse<byte[]> answer = client.bytes(done.at("/result/download_path").asText());
    assertThat(answer.statusCode()).isEqualTo(200);
    String sha256 = done.at("/result/sha256").asText();
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(answer.body());
    assertThat(HexFormat.of().formatHex(digest)).isEqualTo(sha256);
    assertThat(answer.headers().firstValue("ETag")).hasValue('"' + sha256 + '"');
    assertThat(answer.headers().firstValue("Content-Disposition").orElse(""))
        .contains("attachment", done.at("/result/archive_name").asText());
    return answer;
  }

  private static PrivateMap map(RestClient client, JsonNode done) throws Exception {
    JsonNode map = client.get("api/export/map?id=" + done.at("/job_id").asText());
    return MapJson.read(map);
  }

  private static Map<String, String> entries(byte[] zip) throws Exception {
    Map<String, String> entries = new HashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    assertThat(entries.keySet())
        .containsExactlyInAnyOrder("metrics.jsonl", "metadata.json", "README.txt");
    return entries;
  }

  static Map<String, Object> single() {
    return config(TestServers.to("SINGLE"));
  }

  static Map<String, Object> config(Connection connection) {
    Map<String, Object> config = question();
    config.put("connection", connection);
    config.put("mode", "custom");
    config.put("query_type", "selector");
    config.put("query", TestServers.ALL);
    config.put(
        "obfuscation", Map.of("enabled", true, "obfuscate_instance", true, "obfuscate_job", true));
    config.put("a_field_that_nobody_knows", List.of(1));
    return config;
  }

  static Map<String, Object> question() {
    Map<String, Object> question = new HashMap<>();
    question.put("connection", TestServers.to("SINGLE"));
    question.put("time_range", Map.of("start", at(0), "end", at(LENGTH)));
    return question;
  }

  private static String at(long offsetMillis) {
    return Instant.ofEpochMilli(START + offsetMillis).toString();
  }
}
