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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Behind nginx with the configuration of {@code deploy/nginx}, which strips the path. */
class StrippedPrefixIT extends PrefixFlow {
  @TempDir private static Path base;
  private static Tomcat tomcat;
  private static ServerProcess nginx;
  private static int port;

  @BeforeAll
  static void deploy() throws IOException {
    tomcat =
        Tomcat.start(
            Path.of(System.getProperty("tomcat10.home")),
            Files.createDirectory(base.resolve("tomcat")),
            WarSettings.options(base));
    tomcat.deploy(WarSettings.FOLDER.resolve("exporter.war"), "exporter");
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Path folder = Files.createDirectory(base.resolve("nginx"));
    Path configuration = folder.resolve("nginx.conf");
    Files.writeString(configuration, configuration());
    nginx =
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
    nginx.await(Pattern.compile("start worker process|using the \"epoll\" event method"));
  }

  private static String configuration() throws IOException {
    String own =
        Files.readString(Path.of("deploy/nginx/vmgather.conf"))
            .replace("http://127.0.0.1:8080/", tomcat.address().toString());
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

  @AfterAll
  static void stop() {
    if (nginx != null) {
      nginx.close();
    }
    if (tomcat != null) {
      tomcat.close();
    }
  }

  @Override
  URI application() {
    return URI.create("http://127.0.0.1:" + port + "/tools/vmgather/");
  }
}
