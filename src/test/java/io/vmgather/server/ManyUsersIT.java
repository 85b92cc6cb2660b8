package io.vmgather.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmgather.VmServer;
import io.vmgather.common.vm.Connection;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fifty people export at once on one Tomcat with a heap of 512 MB, three at a time. Rounds of that,
 * {@code -Dvmgather.load.rounds=N}, show whether memory, threads, open files and folders stay flat.
 */
class ManyUsersIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int USERS = 50;
  private static final int ROUNDS = Integer.getInteger("vmgather.load.rounds", 1);
  private static final Instant END = Instant.parse("2025-06-01T00:00:00Z");
  private static final int SERIES = 500;
  private static final int SAMPLES = 240;
  private static final long BETWEEN_QUESTIONS = 100;

  @TempDir private static Path folder;
  private static VmServer source;
  private static Tomcat tomcat;

  private final ConcurrentLinkedQueue<Long> millis = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Long> wholeMillis = new ConcurrentLinkedQueue<>();

  @BeforeAll
  static void start() throws IOException {
    source =
        VmServer.start(Files.createDirectory(folder.resolve("source")), "-retentionPeriod=100y");
    source.store(lines());
    List<String> options = new ArrayList<>(WarSettings.options(folder));
    options.add("-Xmx512m");
    options.add("-Dvmgather.proxies.trusted=127.0.0.1");
    options.add("-Dvmgather.bundles.keep-downloaded=0s");
    options.add("-Dvmgather.jobs.keep=1m");
    tomcat =
        Tomcat.start(
            Path.of(System.getProperty("tomcat10.home")),
            Files.createDirectory(folder.resolve("tomcat")),
            options);
    tomcat.deploy(WarSettings.FOLDER.resolve("exporter.war"), "exporter");
  }

  @AfterAll
  static void stop() {
    if (tomcat != null) {
      tomcat.close();
    }
    if (source != null) {
      source.close();
    }
  }

  private static String lines() {
    StringBuilder lines = new StringBuilder();
    for (int series = 0; series < SERIES; series++) {
      int one = series;
      lines
          .append("{\"metric\":{\"__name__\":\"load\",\"job\":\"j\",\"instance\":\"host-")
          .append(series)
          .append("\"},\"values\":")
          .append(IntStream.range(0, SAMPLES).map(i -> one * 31 + i % 17).boxed().toList())
          .append(",\"timestamps\":")
          .append(
              LongStream.rangeClosed(1, SAMPLES)
                  .map(i -> END.toEpochMilli() - 15_000 * i)
                  .boxed()
                  .toList())
          .append("}\n");
    }
    return lines.toString();
  }

  @Test
  void everybodyGetsAWholeBundleAndQuickAnswers() throws Exception {
    List<Footprint> footprints = new ArrayList<>();
    ExecutorService people = Executors.newFixedThreadPool(USERS);
    try {
      for (int round = 0; round < ROUNDS; round++) {
        List<Future<Void>> all = new ArrayList<>();
        for (int user = 0; user < USERS; user++) {
          String name = "user-" + user;
          all.add(people.submit(() -> exports(name)));
        }
        for (Future<Void> one : all) {
          one.get(5, TimeUnit.MINUTES);
        }
        footprints.add(Footprint.of(tomcat.process().pid(), folder));
        System.out.println("round " + (round + 1) + ": " + footprints.get(round));
      }
    } finally {
      people.shutdownNow();
    }
    print("answers to status", millis);
    print("exports, waiting included", wholeMillis);
    assertThat(tomcat.process().log()).noneMatch(line -> line.contains("OutOfMemoryError"));
    assertThat(percentile(millis, 99)).as("p99 of answers, in ms").isLessThan(5000);
    Footprint.assertFlat(footprints);
  }

  private Void exports(String name) throws Exception {
    RestClient client =
        new RestClient(tomcat.address().resolve("exporter/"), "X-Forwarded-User", name);
    long since = System.nanoTime();
    String id = admitted(client);
    JsonNode status;
    do {
      Thread.sleep(BETWEEN_QUESTIONS);
      long asked = System.nanoTime();
      status = client.get("api/export/status?id=" + id);
      millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - asked));
    } while (List.of("pending", "queued", "running").contains(status.at("/state").asText()));
    wholeMillis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since));
    assertThat(status.at("/state").asText()).as(status.toString()).isEqualTo("completed");
    assertThat(status.at("/result/samples_exported").asLong()).isEqualTo((long) SERIES * SAMPLES);
    String archive =
        URLEncoder.encode(status.at("/result/archive_path").asText(), StandardCharsets.UTF_8);
    HttpResponse<String> bundle = client.send("GET", "api/download?path=" + archive, null);
    assertThat(bundle.statusCode()).isEqualTo(200);
    assertThat(client.get("api/export/jobs").at("/jobs")).as("nobody else's").hasSizeGreaterThan(0);
    return null;
  }

  /** Whoever finds all places taken is told when to come back. */
  private static String admitted(RestClient client) throws Exception {
    while (true) {
      HttpResponse<String> answer = client.send("POST", "api/export/start", config());
      if (answer.statusCode() != 429) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body()).at("/job_id").asText();
      }
      assertThat(answer.headers().firstValue("Retry-After")).isPresent();
      Thread.sleep(200);
    }
  }

  private static Map<String, Object> config() {
    Map<String, Object> config = new HashMap<>(ExportFlow.config(Connection.to(source.url())));
    config.put("query", "{__name__=\"load\"}");
    config.put(
        "time_range", Map.of("start", END.minusSeconds(3600).toString(), "end", END.toString()));
    return config;
  }

  private static void print(String what, Iterable<Long> millis) {
    System.out.printf(
        "%s: median %d ms, p99 %d ms%n", what, percentile(millis, 50), percentile(millis, 99));
  }

  private static long percentile(Iterable<Long> millis, int percent) {
    List<Long> sorted = new ArrayList<>();
    millis.forEach(sorted::add);
    sorted.sort(null);
    return sorted.get((sorted.size() - 1) * percent / 100);
  }
}
