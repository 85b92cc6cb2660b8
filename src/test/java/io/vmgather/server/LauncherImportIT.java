package io.vmgather.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The importer of the runnable jar, started as a person starts it. */
class LauncherImportIT extends ImportApiFlow {
  private static final Pattern ADDRESS = Pattern.compile(" is at (http://\\S+?/)");

  @TempDir private static Path folder;
  private static ServerProcess process;
  private static URI address;

  @BeforeAll
  static void start() throws IOException {
    process = process();
    address = URI.create(process.await(ADDRESS).group(1));
  }

  private static ServerProcess process() throws IOException {
    return ServerProcess.start(
        folder,
        Map.of(),
        List.of(
            ServerProcess.java(),
            "-jar",
            WarSettings.FOLDER.resolve("vmgather.jar").toString(),
            "importer",
            "-addr",
            "localhost:0",
            "-no-browser",
            "-staging",
            folder.resolve("staging").toString()));
  }

  @AfterAll
  static void stop() {
    if (process != null) {
      process.close();
    }
  }

  @Override
  URI importer() {
    return address;
  }

  @Override
  Path staging() {
    return folder.resolve("staging");
  }
}
