package io.vmgather.process;

import io.vmgather.LocalEnv;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A real tinyproxy that lets in one user only, as a company's way out. */
final class HttpProxy implements AutoCloseable {
  static final String USER = "anna";
  static final String PASSWORD = "canary-Way-7d2";

  private final Path log;
  private final Process process;
  final String address;

  private HttpProxy(Path log, Process process, String address) {
    this.log = log;
    this.process = process;
    this.address = address;
  }

  static HttpProxy start(Path folder) throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path log = folder.resolve("tinyproxy.log");
    Path config =
        Files.writeString(
            folder.resolve("tinyproxy.conf"),
            """
            Port %d
            Listen 127.0.0.1
            MaxClients 50
            LogFile "%s"
            LogLevel Connect
            BasicAuth %s %s
            """
                .formatted(port, log, USER, PASSWORD));
    Process process =
        new ProcessBuilder(LocalEnv.read().get("TINYPROXY_BIN"), "-d", "-c", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("tinyproxy.out").toFile())
            .start();
    Until.holds(Duration.ofSeconds(20), "tinyproxy answers", () -> answers(port));
    return new HttpProxy(log, process, "127.0.0.1:" + port);
  }

  /** With the user, as a setting or an option has it. */
  String url() {
    return "http://" + USER + '@' + address;
  }

  /** Where it was asked to connect to, a line each. */
  String log() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }
}
