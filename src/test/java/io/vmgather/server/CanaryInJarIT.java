package io.vmgather.server;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The runnable jar with {@code -debug}. */
class CanaryInJarIT extends CanaryFlow {
  private static final Pattern ADDRESS = Pattern.compile(" is at (http://\\S+?/)");

  @TempDir private static Path folder;
  private static ServerProcess process;
  private static URI address;

  @BeforeAll
  static void start() throws IOException {
    Path temporary = Files.createDirectories(folder.resolve("tmp"));
    process =
        ServerProcess.start(
            folder,
            Map.of(
                "VMGATHER_JAVA_OPTS",
                "-Djava.io.tmpdir=" + temporary,
                "XDG_CACHE_HOME",
                WarSettings.FOLDER.resolve("vmgather-cache").toString()),
            List.of(
                ServerProcess.java(),
                "-jar",
                WarSettings.FOLDER.resolve("vmgather.jar").toString(),
                "-addr",
                "localhost:0",
                "-no-browser",
                "-debug",
                "-output",
                folder.resolve("bundles").toString()));
    address = URI.create(process.await(ADDRESS).group(1));
  }

  @AfterAll
  static void stop() {
    if (process != null) {
      process.close();
    }
  }

  @Override
  URI application() {
    return address;
  }

  @Override
  Path folder() {
    return folder;
  }

  @Override
  ServerProcess process() {
    return process;
  }
}
