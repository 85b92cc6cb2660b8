package io.vmgather.server;

import io.vmgather.LocalEnv;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A real nginx of its own.
 *
 * @param address where it answers
 */
public record Nginx(ServerProcess process, URI address) implements AutoCloseable {
  private static final Pattern UP =
      Pattern.compile("start worker process|using the \"epoll\" event method");

  /**
   * Returns when it is up.
   *
   * @param folder an empty one, for all that it writes
   * @param own what stands inside of its server block
   */
  public static Nginx start(Path folder, String own) throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Path configuration = folder.resolve("nginx.conf");
    Files.writeString(configuration, configuration(port, own));
    ServerProcess process =
        ServerProcess.start(
            folder,
            Map.of(),
            List.of(
                LocalEnv.read().get("NGINX_BIN"),
                "-p",
                folder.toString(),
                "-e",
                "stderr",
                "-c",
                configuration.toString()));
    process.await(UP);
    return new Nginx(process, URI.create("http://127.0.0.1:" + port + "/"));
  }

  private static String configuration(int port, String own) {
    return """
        daemon off;
        master_process off;
        pid nginx.pid;
        error_log stderr notice;
        events {}
        http {
          access_log off;
          client_body_temp_path body;
          proxy_temp_path proxy;
          fastcgi_temp_path fastcgi;
          uwsgi_temp_path uwsgi;
          scgi_temp_path scgi;
          server {
            listen 127.0.0.1:%d;
            %s
          }
        }
        """
        .formatted(port, own);
  }

  @Override
  public void close() {
    process.close();
  }
}
