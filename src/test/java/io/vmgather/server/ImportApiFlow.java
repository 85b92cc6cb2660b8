package io.vmgather.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmgather.exporter.job.TestServers;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The importer's interface against its own description, as {@link ApiFlow} does it. */
abstract class ImportApiFlow extends ImportFlow {
  @Test
  void everyOperationIsDescribedAndAnswersAsDescribed() throws Exception {
    RestClient client = client();
    client.get("api/health");
    client.get("api/openapi.json");
    client.get("api/config");
    client.get("api/profiles/recent");
    client.post("api/address", Map.of("connection", TestServers.vmauthBasic()));
    client.post("api/check-endpoint", into(TestServers.vmauthBasic()));
    asBundle(client);
    boolean administers = client.get("api/config").at("/administers").asBoolean();
    stoppedAndDiscarded(client, administers);
    imported(client);
    assertThat(client.unused())
        .as("operations that are described and not tested")
        .filteredOn(operation -> administers || !operation.contains("/administration/"))
        .isEmpty();
  }

  private static void asBundle(RestClient client) throws Exception {
    JsonNode stored = RestClient.json(client.put("api/bundle?name=a.zip", bundle()));
    String id = stored.at("/bundle_id").asText();
    client.get("api/bundle?id=" + id);
    client.post("api/analyze", Map.of("config", into(TestServers.vmauthBasic()), "bundle_id", id));
    client.post("api/bundle/discard", Map.of("bundle_id", id));
  }

  private static void stoppedAndDiscarded(RestClient client, boolean administers) throws Exception {
    Map<String, Object> slow = into(TestServers.vmauthBasic());
    slow.put("samples_per_second", 1);
    String id = id(RestClient.json(client.form("api/upload", slow, "b.jsonl", severalChunks())));
    client.get("api/import/jobs");
    client.post("api/import/cancel", Map.of("job_id", id));
    assertThat(end(client, id).at("/state").asText()).isEqualTo("canceled");
    client.post("api/import/resume?id=" + id, Map.of("config", slow));
    if (administers) {
      assertThat(client.get("api/administration/jobs").at("/jobs")).isNotEmpty();
      client.post("api/administration/cancel", Map.of("job_id", id));
    } else {
      client.post("api/import/cancel", Map.of("job_id", id));
    }
    end(client, id);
    client.post("api/import/discard", Map.of("job_id", id));
  }

  private static void imported(RestClient client) throws Exception {
    Map<String, Object> config = into(TestServers.vmauthBasic());
    String json = new ObjectMapper().writeValueAsString(config);
    String path = "api/upload?name=b&config=" + URLEncoder.encode(json, StandardCharsets.UTF_8);
    String job = "?id=" + id(RestClient.json(client.put(path, bundle())));
    client.bytes("api/import/events" + job);
    looksAtWhatArrived(client, job, config);
    Map<String, Object> signedIn = Map.of("config", config);
    client.post("api/import/reset-cache" + job, signedIn);
    client.post("api/import/verify" + job, signedIn);
    JsonNode again = end(client, job.substring(4));
    assertThat(again.at("/verification/verified").asBoolean()).as(again.toString()).isTrue();
  }

  /** The sign-in of the start is forgotten by then: it comes with each question. */
  private static void looksAtWhatArrived(RestClient client, String job, Map<String, Object> config)
      throws Exception {
    JsonNode status = client.get("api/import/status" + job);
    assertThat(status.at("/needs_sign_in").asBoolean()).as(status.toString()).isTrue();
    String name = client.get("api/import/metrics" + job).at("/metrics/0/name").asText();
    String path = "api/import/series" + job + "&metric=" + name;
    JsonNode refused = RestClient.json(client.send("GET", path, null));
    assertThat(List.of(refused.at("/status").asInt(), refused.at("/field").asText()))
        .isEqualTo(List.of(400, "config"));
    assertThat(client.post(path, Map.of("config", config)).at("/series")).isNotEmpty();
    // Without one, for a target that wants none.
    String open = id(RestClient.json(client.form("api/upload", open(), "b.zip", bundle())));
    end(client, open);
    assertThat(client.get(path.replace(job, "?id=" + open)).at("/series")).isNotEmpty();
  }

  private static Map<String, Object> open() {
    return into(TestServers.to("SINGLE"));
  }

  private static String id(JsonNode started) {
    return started.at("/job_id").asText();
  }
}
