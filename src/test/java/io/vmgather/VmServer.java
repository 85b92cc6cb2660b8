package io.vmgather;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** A real VictoriaMetrics single node, spoken to without the code under test. */
public final class VmServer implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration BETWEEN_FLUSHES = Duration.ofMillis(200);

  private final String url;
  private final Process process;
  private volatile boolean closed;

  private VmServer(String url, Process process) {
    this.url = url;
    this.process = process;
  }

  /** One that runs already and stays when this is closed. */
  public static VmServer at(String url) {
    return new VmServer(url, null);
  }

  /** An empty one of its own in that folder; answers when this returns. */
  public static VmServer start(Path folder, String... flags) {
    return start(LocalEnv.read().get("VM_BIN"), folder, flags);
  }

  public static VmServer start(String program, Path folder, String... flags) {
    try {
      return start(program, freePort(), folder, flags);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Another one on the same data and port as one that was killed. */
  public static VmServer startAgain(VmServer killed, Path folder, String... flags) {
    int port = URI.create(killed.url).getPort();
    return start(LocalEnv.read().get("VM_BIN"), port, folder, flags);
  }

  private static VmServer start(String program, int port, Path folder, String... flags) {
    try {
      List<String> command = new ArrayList<>(List.of(program));
      command.add("-storageDataPath=" + folder.resolve("data"));
      command.add("-httpListenAddr=127.0.0.1:" + port);
      command.addAll(
          List.of("-retentionPeriod=100y", "-memory.allowedBytes=128MiB", "-selfScrapeInterval=0"));
      command.addAll(List.of(flags));
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile())
              .start();
      VmServer server = new VmServer("http://127.0.0.1:" + port, process);
      server.awaitHealth();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String url() {
    return url;
  }

  /** Stores lines in the form of {@code /api/v1/export}, searchable when this returns. */
  public void store(String lines) {
    send("/api/v1/import", BodyPublishers.ofString(lines), Map.of());
    flush();
  }

  /** Stores lines as they come, searchable when this returns. */
  public void store(InputStream lines) {
    send("/api/v1/import", BodyPublishers.ofInputStream(() -> lines), Map.of());
    flush();
  }

  /** Stores a Prometheus remote write, which can carry stale markers. */
  public void storeRemoteWrite(byte[] body) {
    Map<String, String> headers =
        Map.of("Content-Encoding", "snappy", "Content-Type", "application/x-protobuf");
    send("/api/v1/write", BodyPublishers.ofByteArray(body), headers);
    flush();
  }

  public void flush() {
    send("/internal/force_flush", BodyPublishers.noBody(), Map.of());
  }

  /**
   * Makes what it takes searchable at once, until this is closed; else that takes some seconds. For
   * tests that are not about that wait.
   */
  public VmServer flushing() {
    Thread thread = new Thread(this::flushAgainAndAgain, "flush");
    thread.setDaemon(true);
    thread.start();
    return this;
  }

  private void flushAgainAndAgain() {
    while (!closed) {
      try {
        flush();
      } catch (RuntimeException away) {
        // Killed, or it wants a sign-in: then it takes its usual time.
      }
      LockSupport.parkNanos(BETWEEN_FLUSHES.toNanos());
    }
  }

  /** What one request gives for {@code [startMillis, endMillis)}. */
  public String export(String selector, long startMillis, long endMillis) {
    return post(
        "/api/v1/export",
        Map.of("match[]", selector, "start", seconds(startMillis), "end", seconds(endMillis - 1)));
  }

  public String post(String path, Map<String, String> form) {
    String body =
        form.entrySet().stream()
            .map(field -> field.getKey() + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    Map<String, String> headers = Map.of("Content-Type", "application/x-www-form-urlencoded");
    return send(path, BodyPublishers.ofString(body), headers);
  }

  public static String seconds(long millis) {
    return millis / 1000 + "." + String.format("%03d", millis % 1000);
  }

  private String send(String path, HttpRequest.BodyPublisher body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofMinutes(1)).POST(body);
    headers.forEach(request::header);
    try {
      HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        throw new IllegalStateException(path + ": " + answer.statusCode() + " " + answer.body());
      }
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void awaitHealth() {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (true) {
      try {
        send("/health", BodyPublishers.noBody(), Map.of());
        return;
      } catch (UncheckedIOException | IllegalStateException e) {
        if (ended(20) || System.nanoTime() > deadline) {
          throw new IllegalStateException("VictoriaMetrics does not answer at " + url, e);
        }
      }
    }
  }

  private boolean ended(long millis) {
    try {
      return process.waitFor(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** As an administrator stops it: what it took is on disk then. */
  public void stop() {
    process.destroy();
    process.onExit().join();
  }

  /** By kill -9, so that a test can show what that does to others. */
  @Override
  public void close() {
    closed = true;
    if (process != null) {
      process.destroyForcibly().onExit().join();
    }
  }
}
