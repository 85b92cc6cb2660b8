package io.vmgather.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmgather.common.vm.Connection;
import io.vmgather.exporter.job.TestServers;
import io.vmgather.process.FaultProxy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The interface against its own description, {@code api/openapi.json}. {@link RestClient} holds
 * every answer that any test here gets against it; this makes sure that none is left out.
 */
abstract class ApiFlow extends ExportFlow {
  @Test
  void everyOperationIsDescribedAndAnswersAsDescribed() throws Exception {
    RestClient client = client();
    client.get("api/health");
    client.get("api/openapi.json");
    client.get("api/config");
    questions(client);
    client.post("api/session/new", Map.of());
    JsonNode folder = client.get("api/fs/list");
    client.post("api/fs/check", Map.of("path", folder.at("/path").asText(), "ensure", true));
    client.post("api/export", single());
    JsonNode done = stoppedAndResumed(client);
    client.bytes("api/export/events?id=" + done.at("/job_id").asText());
    client.get("api/export/jobs");
    lookInside(client, done);
    client.post("api/export/discard", Map.of("job_id", done.at("/job_id").asText()));
    boolean administers = client.get("api/config").at("/administers").asBoolean();
    assertThat(client.unused())
        .as("operations that are described and not tested")
        .filteredOn(operation -> administers || !operation.contains("/administration/"))
        .isEmpty();
  }

  /** In local mode; the same on a shared server is in {@link SharedServerIT}. */
  private static void administer(RestClient client, String canceled) throws Exception {
    if (client.get("api/config").at("/administers").asBoolean()) {
      assertThat(client.get("api/administration/jobs").at("/jobs")).isNotEmpty();
      client.post("api/administration/cancel", Map.of("job_id", canceled));
    }
  }

  private static void questions(RestClient client) throws Exception {
    Map<String, Object> question = question();
    client.post("api/address", Map.of("connection", Connection.to("http://a:b@vm:8428/x")));
    client.post("api/address", Map.of("connection", Connection.to("ftp://vm")));
    client.post("api/validate", Map.of("connection", TestServers.to("SINGLE")));
    client.post("api/validate", Map.of("connection", TestServers.vmauthBasic()));
    client.post("api/validate", Map.of("connection", Connection.to("http://127.0.0.1:1")));
    question.put("query", TestServers.ALL);
    client.post("api/validate-query", question);
    question.put("selector", TestServers.ALL);
    client.post("api/discover-selector", question);
    question.put(
        "time_range",
        Map.of(
            "start", Instant.now().minusSeconds(600).toString(), "end", Instant.now().toString()));
    client.post("api/discover", question);
    client.post("api/estimate", Map.of("config", single()));
    client.post("api/sample", Map.of("config", single(), "limit", 500, "before", true));
  }

  private static JsonNode stoppedAndResumed(RestClient client) throws Exception {
    int port = URI.create(TestServers.to("SINGLE").url()).getPort();
    try (FaultProxy proxy = FaultProxy.before(port)) {
      proxy.passing(1).spoil(2000, 100, proxy.stall());
      Map<String, Object> config = config(Connection.to(proxy.url()));
      config.put("batching", Map.of("enabled", true, "custom_interval_seconds", 600));
      String id = client.post("api/export/start", config).at("/job_id").asText();
      while (!proxy.wasHit()) {
        Thread.sleep(20);
      }
      client.get("api/export/status?id=" + id);
      client.post("api/export/cancel", Map.of("job_id", id));
      end(client, id);
      administer(client, id);
      client.post(
          "api/export/resume", Map.of("job_id", id, "connection", TestServers.to("SINGLE")));
      JsonNode done = end(client, id);
      assertThat(done.at("/state").asText()).as(done.toString()).isEqualTo("completed");
      return done;
    }
  }

  private static void lookInside(RestClient client, JsonNode done) throws Exception {
    String id = "?id=" + done.at("/job_id").asText();
    String download = done.at("/result/download_path").asText();
    client.get("api/export/map" + id);
    assertThat(client.send("HEAD", download, null).statusCode()).isEqualTo(200);
    client.bytes(download);
    for (JsonNode metric : client.get("api/bundle/metrics" + id).at("/metrics")) {
      String name = URLEncoder.encode(metric.at("/name").asText(), StandardCharsets.UTF_8);
      client.get("api/bundle/series" + id + "&metric=" + name);
    }
  }

  @Test
  void failuresAreDescribedWhereTheyHappen() throws Exception {
    RestClient client = client();
    Map<String, Integer> wrong =
        Map.of(
            "api/discover-selector", 400,
            "api/export/start", 400,
            "api/export/cancel", 404,
            "api/export/resume", 404,
            "api/sample", 400);
    for (Map.Entry<String, Integer> one : wrong.entrySet()) {
      Map<String, String> body = Map.of("job_id", "0".repeat(32));
      HttpResponse<String> answer = client.send("POST", one.getKey(), body);
      assertThat(answer.statusCode()).as(one.getKey() + answer.body()).isEqualTo(one.getValue());
    }
    for (String path : List.of("export/status", "export/map", "export/events", "download")) {
      assertThat(client.send("GET", "api/" + path, null).statusCode()).as(path).isEqualTo(400);
    }
    for (String path : List.of("status", "map", "events")) {
      HttpResponse<String> answer = client.send("GET", "api/export/" + path + "?id=no", null);
      assertThat(answer.statusCode()).as(path).isEqualTo(404);
    }
    Map<String, Object> query = question();
    query.put("query", "sum(");
    assertThat(client.send("POST", "api/validate-query", query).statusCode()).isEqualTo(400);
    assertThat(client.send("PUT", "api/export/start", Map.of()).statusCode()).isEqualTo(405);
  }
}
