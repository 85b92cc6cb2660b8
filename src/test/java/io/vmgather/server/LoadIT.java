package io.vmgather.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmgather.VmServer;
import io.vmgather.common.vm.Connection;
import io.vmgather.process.Until;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** As many exports as are allowed and 200 questions a second about them, in a heap of 256 MB. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LoadIT {
  private static final Instant END = Instant.parse("2025-06-01T00:00:00Z");
  private static final int SERIES = 4000;
  private static final int HOURS = 3;
  private static final int SAMPLES_PER_HOUR = 240;
  private static final long MILLIS_BETWEEN_QUESTIONS = 5;

  @TempDir private static Path folder;
  private static VmServer source;
  private static Tomcat tomcat;

  @BeforeAll
  static void start() throws IOException {
    Path data = Files.createDirectory(folder.resolve("source"));
    source = VmServer.start(data, "-retentionPeriod=100y", "-memory.allowedBytes=512MiB");
    Process maker =
        new ProcessBuilder(
                ServerProcess.java(),
                "local-test-env/bench/MakeSeries.java",
                Integer.toString(SERIES),
                Integer.toString(HOURS),
                "15",
                Long.toString(END.toEpochMilli()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    source.store(maker.getInputStream());
    source.flush();
    tomcat =
        Tomcat.start(
            Path.of(System.getProperty("tomcat10.home")),
            Files.createDirectory(folder.resolve("tomcat")),
            WarSettings.options(folder));
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

  @Test
  void threeExportsAreWholeWhileAllQuestionsAreAnswered() throws Exception {
    RestClient client = new RestClient(tomcat.address().resolve("exporter/"));
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ids.add(client.post("api/export/start", config()).at("/job_id").asText());
    }
    HttpResponse<String> fourth = client.send("POST", "api/export/start", config());
    assertThat(fourth.statusCode()).isEqualTo(429);
    assertThat(fourth.headers().firstValue("Retry-After")).isPresent();

    Questions questions = new Questions(ids);
    for (String id : ids) {
      JsonNode done = ExportFlow.end(client, id);
      assertThat(done.at("/state").asText()).as(done.toString()).isEqualTo("completed");
      assertThat(done.at("/result/samples_exported").asLong())
          .isEqualTo((long) SERIES * HOURS * SAMPLES_PER_HOUR);
    }
    questions.stop();

    assertThat(questions.failed).as("questions without an answer of 200").isEmpty();
    assertThat(questions.aSecond()).as("questions a second").isGreaterThan(190);
    questions.print();
    assertThat(tomcat.process().log()).noneMatch(line -> line.contains("OutOfMemoryError"));
  }

  private static Map<String, Object> config() {
    Map<String, Object> config = new HashMap<>(ExportFlow.config(Connection.to(source.url())));
    config.put("query", "{__name__=~\"app_.+\"}");
    config.put(
        "time_range",
        Map.of("start", END.minusSeconds(HOURS * 3600L).toString(), "end", END.toString()));
    return config;
  }

  /** Asks about the jobs in turn at a steady rate, however long answers take. */
  private static final class Questions {
    final ConcurrentLinkedQueue<Long> millis = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<String> failed = new ConcurrentLinkedQueue<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final List<URI> addresses;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final long begun = System.nanoTime();
    private long ended;

    Questions(List<String> ids) {
      URI root = tomcat.address().resolve("exporter/api/export/status");
      addresses = ids.stream().map(id -> URI.create(root + "?id=" + id)).toList();
      Future<?> unused =
          clock.scheduleAtFixedRate(this::ask, 0, MILLIS_BETWEEN_QUESTIONS, TimeUnit.MILLISECONDS);
    }

    private void ask() {
      URI address = addresses.get(asked.getAndIncrement() % addresses.size());
      long since = System.nanoTime();
      open.incrementAndGet();
      Future<?> unused =
          http.sendAsync(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding())
              .whenComplete((answer, failure) -> answered(answer, failure, since));
    }

    private void answered(HttpResponse<Void> answer, Throwable failure, long since) {
      millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since));
      if (failure != null || answer.statusCode() != 200) {
        failed.add(failure == null ? "status " + answer.statusCode() : failure.toString());
      }
      open.decrementAndGet();
    }

    /** How many were asked, of which all were answered. */
    double aSecond() {
      return asked.get() * 1e9 / (ended - begun);
    }

    void stop() throws Exception {
      clock.shutdownNow();
      ended = System.nanoTime();
      Until.holds(Duration.ofSeconds(30), "all are answered", () -> open.get() == 0);
    }

    void print() {
      List<Long> sorted = new ArrayList<>(millis);
      Collections.sort(sorted);
      System.out.printf(
          "%d questions, %.0f a second: median %d ms, p99 %d ms, longest %d ms%n",
          sorted.size(),
          aSecond(),
          sorted.get(sorted.size() / 2),
          sorted.get(sorted.size() * 99 / 100),
          sorted.get(sorted.size() - 1));
    }
  }
}
