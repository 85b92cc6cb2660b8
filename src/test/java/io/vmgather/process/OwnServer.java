package io.vmgather.process;

import io.vmgather.LocalEnv;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** A real VictoriaMetrics for one test class, with series of its own, that may be killed. */
final class OwnServer implements AutoCloseable {
  /** Behind the last sample of {@link #fill}. */
  static final Instant END = Instant.parse("2025-06-01T00:00:00Z");

  private final int port;
  private final Process process;
  private final HttpClient http = HttpClient.newHttpClient();

  private OwnServer(int port, Process process) {
    this.port = port;
    this.process = process;
  }

  static OwnServer start(Path folder) throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Process process =
        new ProcessBuilder(
                LocalEnv.read().get("VM_BIN"),
                "-storageDataPath=" + folder.resolve("data"),
                "-httpListenAddr=127.0.0.1:" + port,
                "-retentionPeriod=100y",
                "-memory.allowedBytes=512MiB")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("server.log").toFile())
            .start();
    OwnServer server = new OwnServer(port, process);
    Until.holds(Duration.ofSeconds(20), "VictoriaMetrics answers", server::answers);
    return server;
  }

  int port() {
    return port;
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  /** Made-up series up to {@link #END}: as many as asked, a sample each {@code stepSeconds}. */
  void fill(int series, int hours, int stepSeconds) throws IOException, InterruptedException {
    Process maker =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "local-test-env/bench/MakeSeries.java",
                Integer.toString(series),
                Integer.toString(hours),
                Integer.toString(stepSeconds),
                Long.toString(END.toEpochMilli()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    load(maker.getInputStream());
    get("/internal/force_flush");
  }

  private void load(InputStream lines) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(url() + "/api/v1/import"))
            .POST(BodyPublishers.ofInputStream(() -> lines))
            .build();
    int status = http.send(request, BodyHandlers.discarding()).statusCode();
    if (status != 204) {
      throw new IllegalStateException("import answered " + status);
    }
  }

  private boolean answers() {
    try {
      return get("/health") == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private int get(String path) throws IOException {
    try {
      var request = HttpRequest.newBuilder(URI.create(url() + path)).build();
      return http.send(request, BodyHandlers.discarding()).statusCode();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** kill -9. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
