package io.vmgather.page;

import io.vmgather.server.Tomcat;
import io.vmgather.server.WarSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** Both WARs on one Tomcat, as many people share them. */
final class Applications implements AutoCloseable {
  private final Tomcat tomcat;

  private Applications(Tomcat tomcat) {
    this.tomcat = tomcat;
  }

  static Applications start() throws IOException {
    Path base = Files.createTempDirectory(WarSettings.FOLDER, "page-tomcat");
    Path home = Path.of(System.getProperty("tomcat10.home"));
    Tomcat tomcat = Tomcat.start(home, base, WarSettings.options(base));
    for (String name : new String[] {"exporter", "importer"}) {
      tomcat.deploy(WarSettings.FOLDER.resolve(name + ".war"), name);
    }
    return new Applications(tomcat);
  }

  URI exporter() {
    return tomcat.address().resolve("exporter/");
  }

  URI importer() {
    return tomcat.address().resolve("importer/");
  }

  @Override
  public void close() {
    tomcat.close();
  }
}
