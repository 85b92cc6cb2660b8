package io.vmgather.page;

import io.vmgather.server.ServerProcess;
import io.vmgather.server.WarSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The runnable jar with its page, as a person starts it on the own machine. */
final class ExporterJar implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile(" is at (http://\\S+?/)");

  private final ServerProcess process;
  private final URI address;
  private final Path folder;

  private ExporterJar(ServerProcess process, URI address, Path folder) {
    this.process = process;
    this.address = address;
    this.folder = folder;
  }

  /**
   * At a free port.
   *
   * @param folder for all that it writes
   */
  static ExporterJar start(Path folder) throws IOException {
    return start(folder, 0);
  }

  private static ExporterJar start(Path folder, int port) throws IOException {
    ServerProcess process =
        ServerProcess.start(
            folder,
            Map.of("VMGATHER_RELAUNCH", "off", "HOME", folder.toString()),
            List.of(
                ServerProcess.java(),
                "-Xmx256m",
                "-jar",
                WarSettings.FOLDER.resolve("vmgather.jar").toString(),
                "-addr",
                "localhost:" + port,
                "-no-browser",
                "-output",
                folder.resolve("bundles").toString()));
    return new ExporterJar(process, URI.create(process.await(ADDRESS).group(1)), folder);
  }

  /** Stops it and starts it anew in the same folder at the same address. */
  ExporterJar restarted() throws IOException {
    close();
    return start(folder, address.getPort());
  }

  long pid() {
    return process.pid();
  }

  URI address() {
    return address;
  }

  @Override
  public void close() {
    process.close();
  }
}
