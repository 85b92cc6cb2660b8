package io.vmgather.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The exporter as the root of a Tomcat. */
class RootContextIT extends PrefixFlow {
  @TempDir private static Path base;
  private static Tomcat tomcat;

  @BeforeAll
  static void deploy() throws IOException {
    tomcat =
        Tomcat.start(Path.of(System.getProperty("tomcat10.home")), base, WarSettings.options(base));
    tomcat.deploy(WarSettings.FOLDER.resolve("exporter.war"), "ROOT");
  }

  @AfterAll
  static void stop() {
    if (tomcat != null) {
      tomcat.close();
    }
  }

  @Override
  URI application() {
    return tomcat.address();
  }
}
