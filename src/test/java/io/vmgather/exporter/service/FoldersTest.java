package io.vmgather.exporter.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgather.exporter.job.ExportSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoldersTest {
  @TempDir private Path folder;

  @Test
  void missingFolderIsNotWellButCanBeMade() {
    Path missing = folder.resolve("a").resolve("b");
    Folders folders = new Folders(settings(false));

    Folders.Check before = folders.check(missing.toString(), false);
    assertThat(before.ok()).isFalse();
    assertThat(before.exists()).isFalse();
    assertThat(before.canCreate()).isTrue();
    assertThat(missing).doesNotExist();

    assertThat(folders.check(missing.toString(), true).ok()).isTrue();
    assertThat(missing).isEmptyDirectory();
    assertThat(folders.check(missing.toString(), false).ok()).isTrue();
  }

  @Test
  void missingFolderBelowAFileCanNotBeMade() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");
    Folders.Check check = new Folders(settings(false)).check(file.resolve("a").toString(), true);
    assertThat(check.ok()).isFalse();
    assertThat(check.canCreate()).isFalse();
  }

  private ServiceSettings settings(boolean shared) {
    return new ServiceSettings(
        shared,
        ExportSettings.in(folder, "test"),
        1,
        1,
        Duration.ofMinutes(30),
        Duration.ofHours(24),
        Duration.ofMinutes(5),
        Long.MAX_VALUE,
        Long.MAX_VALUE,
        Duration.ofDays(7),
        Duration.ofHours(12));
  }
}
