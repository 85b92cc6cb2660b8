import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** A VictoriaMetrics of its own, empty at its start. */
final class BenchServer implements AutoCloseable {
  private final Process process;
  private final int port;

  private BenchServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts one that keeps its data in that folder; answers when this returns. */
  static BenchServer start(String binary, Path data, Path log) throws Exception {
    int port = freePort();
    Process process =
        new ProcessBuilder(
                binary,
                "-storageDataPath=" + data,
                "-httpListenAddr=127.0.0.1:" + port,
                "-retentionPeriod=100y")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    BenchServer server = new BenchServer(process, port);
    server.awaitHealth();
    return server;
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  @Override
  public void close() throws Exception {
    process.destroy();
    process.waitFor(30, TimeUnit.SECONDS);
  }

  private void awaitHealth() throws Exception {
    Instant deadline = Instant.now().plus(Duration.ofSeconds(30));
    while (process.isAlive() && Instant.now().isBefore(deadline)) {
      try {
        URI health = URI.create(url() + "/health");
        HttpURLConnection connection = (HttpURLConnection) health.toURL().openConnection();
        if (connection.getResponseCode() == 200) {
          return;
        }
      } catch (IOException notYet) {
        Thread.sleep(50);
      }
    }
    throw new IllegalStateException("VictoriaMetrics does not answer at " + url());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
