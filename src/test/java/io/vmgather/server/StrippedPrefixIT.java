package io.vmgather.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Behind nginx with the configuration of {@code deploy/nginx}, which strips the path. */
class StrippedPrefixIT extends PrefixFlow {
  @TempDir private static Path base;
  private static Tomcat tomcat;
  private static Nginx nginx;

  @BeforeAll
  static void deploy() throws IOException {
    tomcat =
        Tomcat.start(
            Path.of(System.getProperty("tomcat10.home")),
            Files.createDirectory(base.resolve("tomcat")),
            WarSettings.options(base));
    tomcat.deploy(WarSettings.FOLDER.resolve("exporter.war"), "exporter");
    String own =
        Files.readString(Path.of("deploy/nginx/vmgather.conf"))
            .replace("http://127.0.0.1:8080/", tomcat.address().toString());
    nginx = Nginx.start(Files.createDirectory(base.resolve("nginx")), own);
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
    return nginx.address().resolve("tools/vmgather/");
  }
}
