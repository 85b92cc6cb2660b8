package io.vmgather.process;

import io.vmgather.Apart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What makes later starts quick. */
@Apart
class ClassArchiveIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private Process process;

  @AfterEach
  void endWhatIsLeft() throws InterruptedException {
    if (process != null) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void firstStartOfTheServerLeavesAnArchiveForTheNext() throws Exception {
    Path cache = Files.createDirectories(folder.resolve("cache"));
    process =
        Vmgather.in(folder)
            .with("XDG_CACHE_HOME", cache.toString())
            .start("-addr", "localhost:0", "-no-browser");
    Path archives = cache.resolve("vmgather").resolve("jvm");

    Until.holds(PATIENCE, "the archive is there", () -> holdsArchive(archives));
  }

  private static boolean holdsArchive(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> file.getFileName().toString().matches(".*-server-.*\\.jsa"));
    } catch (IOException e) {
      return false;
    }
  }
}
