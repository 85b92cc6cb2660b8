package io.vmgather.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmgather.common.vm.Connection;
import io.vmgather.exporter.job.AwkwardData;
import io.vmgather.exporter.job.TestServers;
import io.vmgather.process.FaultProxy;
import io.vmgather.process.Until;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both WARs removed and put back again and again, as an administrator does over the years. */
@Timeout(value = 900, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RedeployIT {
  private static final String LOADER = "org.apache.catalina.loader.ParallelWebappClassLoader";
  private static final List<String> WARS = List.of("exporter", "importer");

  /** Tomcat adds one to its own pool while it starts an application, and then takes it for ours. */
  private static final String TOMCATS_OWN_THREAD = "a thread named [Catalina-utility-";

  private static final int ROUNDS_WITH_WORK = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path base;
  private String assertion;

  @BeforeAll
  static void store() {
    AwkwardData.store(TestServers.server("SINGLE"), TestServers.RUN, 1_800_000);
  }

  @ParameterizedTest
  @CsvSource({"tomcat10.home, 20", "tomcat11.home, 3"})
  void nothingStaysOfApplicationsThatWereRemoved(String home, int rounds) throws Exception {
    Issuer issuer = Issuer.in(base);
    assertion = issuer.assertion("anna");
    List<String> options = new ArrayList<>(WarSettings.options(base));
    options.addAll(issuer.options());
    try (Tomcat tomcat = Tomcat.start(Path.of(System.getProperty(home)), base, options)) {
      RunningJava java = new RunningJava(tomcat.process().pid());
      long loaders = java.instances(LOADER);
      for (int round = 0; round < rounds; round++) {
        deployed(tomcat, round);
      }
      undeployedWhileAnExportRuns(tomcat);

      assertThat(tomcat.findLeaks()).doesNotContain("/exporter", "/importer");
      assertThat(java.instances(LOADER)).isEqualTo(loaders);
      assertThat(java.threads())
          .isNotEmpty()
          .noneMatch(name -> name.matches("(?i).*(vmgather|weld|jersey|httpclient|idle-conn).*"));
      assertThat(java.openFiles(base.resolve("webapps").toString())).isEmpty();
      assertThat(java.openFiles(base.resolve("staging").toString())).isEmpty();
      assertThat(java.openFiles(base.resolve("bundles").toString())).isEmpty();
      assertThat(tomcat.process().log())
          .filteredOn(line -> !line.contains(TOMCATS_OWN_THREAD))
          .noneMatch(line -> line.matches(".*\\b(WARNING|SEVERE|Exception|ThreadLocal)\\b.*"))
          .noneMatch(line -> line.contains("appears to have started a thread"));
      assertThat(files(base.resolve("temp"))).isEmpty();
      assertThat(files(base.resolve("bundles"))).isEmpty();
    }
  }

  private void deployed(Tomcat tomcat, int round) throws Exception {
    for (String war : WARS) {
      tomcat.deploy(WarSettings.FOLDER.resolve(war + ".war"), war);
    }
    if (round % ROUNDS_WITH_WORK == 0) {
      work(client(tomcat));
    }
    for (String war : WARS) {
      tomcat.undeploy(war);
    }
  }

  /** Signed in by an assertion: its library is one more that may leave something behind. */
  private RestClient client(Tomcat tomcat) throws Exception {
    return new RestClient(tomcat.address().resolve("exporter/"), Issuer.HEADER, assertion);
  }

  /** What brings each library into play: every kind of question, an export, a look inside. */
  private static void work(RestClient client) throws Exception {
    client.post("api/validate", Map.of("connection", TestServers.to("SINGLE")));
    client.post("api/sample", Map.of("config", ExportFlow.single(), "limit", 5));
    client.post("api/estimate", Map.of("config", ExportFlow.single()));
    client.post("api/discover", lastMinutes());
    JsonNode done = ExportFlow.export(client, ExportFlow.single());
    assertThat(done.at("/state").asText()).as(done.toString()).isEqualTo("completed");
    String id = "?id=" + done.at("/job_id").asText();
    client.bytes("api/export/events" + id);
    client.get("api/export/map" + id);
    client.get("api/bundle/metrics" + id);
    ExportFlow.download(client, done);
    assertThat(client.send("GET", "metrics", null).statusCode()).isEqualTo(200);
  }

  private static Map<String, Object> lastMinutes() {
    Instant now = Instant.now();
    return Map.of(
        "connection",
        TestServers.to("SINGLE"),
        "time_range",
        Map.of("start", now.minusSeconds(600).toString(), "end", now.toString()));
  }

  private void undeployedWhileAnExportRuns(Tomcat tomcat) throws Exception {
    tomcat.deploy(WarSettings.FOLDER.resolve("exporter.war"), "exporter");
    RestClient client = client(tomcat);
    int port = URI.create(TestServers.to("SINGLE").url()).getPort();
    try (FaultProxy proxy = FaultProxy.before(port)) {
      proxy.passing(1).spoil(2000, 100, proxy.stall());
      Map<String, Object> config = ExportFlow.config(Connection.to(proxy.url()));
      config.put("batching", Map.of("enabled", true, "custom_interval_seconds", 600));
      String id = client.post("api/export/start", config).at("/job_id").asText();
      Until.holds(PATIENCE, "the export waits for more", proxy::wasHit);
      tomcat.undeploy("exporter");
      assertThat(files(base.resolve("staging")))
          .as("what can be resumed, and nothing else")
          .isNotEmpty()
          .allMatch(file -> file.getFileName().toString().contains(id));
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
