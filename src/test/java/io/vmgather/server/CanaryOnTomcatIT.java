package io.vmgather.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** In Tomcat, with its access log and with all that we log at its finest. */
class CanaryOnTomcatIT extends CanaryFlow {
  @TempDir private static Path base;
  private static Tomcat tomcat;

  @BeforeAll
  static void deploy() throws IOException {
    Path home = Path.of(System.getProperty("tomcat10.home"));
    Path logging = base.resolve("logging.properties");
    Files.writeString(
        logging,
        Files.readString(home.resolve("conf/logging.properties"))
                .replaceAll("(?m)^(\\S+Handler\\.level) = .*$", "$1 = ALL")
            + "\nio.vmgather.level = ALL\n");
    List<String> options = new ArrayList<>(WarSettings.options(base));
    options.add("-Djava.util.logging.config.file=" + logging);
    tomcat = Tomcat.start(home, base, options);
    tomcat.deploy(WarSettings.FOLDER.resolve("exporter.war"), "exporter");
  }

  @AfterAll
  static void stop() {
    if (tomcat != null) {
      tomcat.close();
    }
  }

  @Override
  URI application() {
    return tomcat.address().resolve("exporter/");
  }

  @Override
  Path folder() {
    return base;
  }

  @Override
  ServerProcess process() {
    return tomcat.process();
  }
}
