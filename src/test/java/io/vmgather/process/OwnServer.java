package io.vmgather.process;

import io.vmgather.VmServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;

/** A real VictoriaMetrics for one test class, with series of its own, that may be killed. */
final class OwnServer implements AutoCloseable {
  /** Behind the last sample of {@link #fill}. */
  static final Instant END = Instant.parse("2025-06-01T00:00:00Z");

  private final VmServer server;

  private OwnServer(VmServer server) {
    this.server = server;
  }

  static OwnServer start(Path folder) {
    return new OwnServer(VmServer.start(folder, "-memory.allowedBytes=512MiB"));
  }

  int port() {
    return URI.create(url()).getPort();
  }

  String url() {
    return server.url();
  }

  /** Made-up series up to {@link #END}: as many as asked, a sample each {@code stepSeconds}. */
  void fill(int series, int hours, int stepSeconds) throws IOException {
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
    server.store(maker.getInputStream());
  }

  /** kill -9. */
  void kill() {
    server.close();
  }

  @Override
  public void close() {
    kill();
  }
}
