package io.vmgather.exporter.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.exporter.job.ExportSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsNoPathIsNamedAtItsField(boolean shared) {
    Folders folders = new Folders(settings(shared));
    assertInvalid("path", () -> folders.list("a\u0000b"));
    assertInvalid("path", () -> folders.check("a\u0000b", true));
    assertInvalid("staging_dir", () -> folders.space("a\u0000b", 1));
    assertInvalid("staging_dir", () -> JobFolders.path("a\u0000b", "staging_dir"));
  }

  private static void assertInvalid(String field, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            GatherException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.INVALID_INPUT);
              assertThat(e.field()).hasValue(field);
            });
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
