package io.vmgather.server;

import java.nio.file.Path;
import java.util.List;

/** The settings with which the WARs run in these tests, as Java's options. */
public final class WarSettings {
  public static final Path FOLDER = Path.of(System.getProperty("build.directory"));

  private WarSettings() {}

  /**
   * As options of the Java machine.
   *
   * @param folder for what the applications write
   */
  public static List<String> options(Path folder) {
    return List.of(
        "-Xmx256m",
        "-XX:TieredStopAtLevel=1",
        "-Dvmgather.targets.allow=127.0.0.1,localhost",
        "-Dvmgather.output-root=" + folder.resolve("bundles"),
        "-Dvmgather.staging-root=" + folder.resolve("staging"));
  }
}
