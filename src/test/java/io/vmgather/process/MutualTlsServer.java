package io.vmgather.process;

import io.vmgather.LocalEnv;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A real nginx before the real VictoriaMetrics: its certificate is of a company's authority, and it
 * lets in only who shows one of that authority. The files are made by OpenSSL.
 */
public final class MutualTlsServer implements AutoCloseable {
  public static final String PASSWORD = "canary-Key-4c1";

  private final Path folder;
  private final Process nginx;
  public final String url;

  private MutualTlsServer(Path folder, Process nginx, String url) {
    this.folder = folder;
    this.nginx = nginx;
    this.url = url;
  }

  public static MutualTlsServer start(Path folder) throws Exception {
    certificates(folder);
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path config = Files.writeString(folder.resolve("nginx.conf"), config(folder, port));
    String program = LocalEnv.read().get("NGINX_BIN");
    Process nginx =
        new ProcessBuilder(
                program, "-p", folder.toString(), "-e", "stderr", "-c", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("nginx.log").toFile())
            .start();
    MutualTlsServer server = new MutualTlsServer(folder, nginx, "https://127.0.0.1:" + port);
    Until.holds(Duration.ofSeconds(20), "nginx answers", () -> answers(port));
    return server;
  }

  public Path file(String name) {
    return folder.resolve(name);
  }

  @Override
  public void close() {
    nginx.destroyForcibly();
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  private static void certificates(Path folder) throws Exception {
    String day = " -days 2 -subj /CN=";
    run(
        folder,
        "req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.crt" + day + "company-ca");
    run(folder, "req -x509 -newkey rsa:2048 -nodes -keyout other.key -out other.crt" + day + "x");
    Files.writeString(folder.resolve("ext"), "subjectAltName=IP:127.0.0.1");
    for (String name : List.of("server", "client")) {
      run(folder, "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out " + name + ".key");
      run(folder, "req -new -key " + name + ".key -out " + name + ".csr -subj /CN=" + name);
      run(
          folder,
          "x509 -req -in "
              + name
              + ".csr -CA ca.crt -CAkey ca.key -CAcreateserial -extfile ext"
              + " -days 2 -out "
              + name
              + ".crt");
    }
    String pass = " -passout pass:" + PASSWORD;
    run(folder, "pkcs12 -export -inkey client.key -in client.crt -out client.p12" + pass);
    run(folder, "pkcs8 -topk8 -v2 aes-256-cbc -in client.key -out sealed.key" + pass);
    run(folder, "ec -in client.key -out old.key");
  }

  private static void run(Path folder, String arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments.split(" ")));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(command + ": " + output);
    }
  }

  private static String config(Path folder, int port) {
    return """
        daemon off;
        master_process off;
        pid "@/nginx.pid";
        error_log stderr warn;
        events { worker_connections 64; }
        http {
          access_log off;
          client_body_temp_path "@/body";
          proxy_temp_path "@/proxy";
          fastcgi_temp_path "@/fastcgi";
          uwsgi_temp_path "@/uwsgi";
          scgi_temp_path "@/scgi";
          server {
            listen 127.0.0.1:%d ssl;
            ssl_certificate "@/server.crt";
            ssl_certificate_key "@/server.key";
            ssl_client_certificate "@/ca.crt";
            ssl_verify_client on;
            location / { proxy_pass %s; client_max_body_size 0; }
          }
        }
        """
        .formatted(port, LocalEnv.read().get("SINGLE_URL"))
        .replace("@", folder.toString());
  }
}
