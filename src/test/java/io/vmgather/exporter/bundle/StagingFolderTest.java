package io.vmgather.exporter.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagingFolderTest {
  private static final String JOB = "0123456789abcdef0123456789abcdef";
  private static final String RUN = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir private Path folder;

  @Test
  void sweepDeletesAllFilesThatAnOldJobLeft() throws IOException {
    leave(JOB);
    leave(RUN);
    assertThat(StagingFolder.sweep(folder, DAY, in(Duration.ofHours(25)))).hasSize(14);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void sweepKeepsWhatIsNotOldEnough() throws IOException {
    leave(JOB);
    assertThat(StagingFolder.sweep(folder, DAY, in(Duration.ofHours(23)))).isEmpty();
    assertThat(names()).hasSize(7);
  }

  @Test
  void sweepKeepsAJobThatIsWorkedOn() {
    try (Staging staging = Staging.create(folder, JOB, Lines.SETTINGS)) {
      staging.checkpoint(Map.of());
      assertThat(StagingFolder.sweep(folder, DAY, in(Duration.ofDays(9)))).isEmpty();
      assertThat(staging.path()).exists();
    }
    assertThat(StagingFolder.sweep(folder, DAY, in(Duration.ofDays(9)))).hasSize(3);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void sweepTouchesNoFileOfAnybodyElse() throws IOException {
    List<String> others =
        List.of(
            "yarn.lock",
            "a.sealed",
            "vmexport_" + JOB + ".zip",
            JOB + ".zip",
            JOB + "0.sealed",
            JOB.toUpperCase(Locale.ROOT).replace('0', 'G') + ".lock",
            "notes.txt");
    for (String name : others) {
      Files.writeString(folder.resolve(name), "x");
    }
    Files.createDirectory(folder.resolve(JOB + ".lock"));
    assertThat(StagingFolder.sweep(folder, DAY, in(Duration.ofDays(9)))).isEmpty();
    assertThat(names()).hasSize(others.size() + 1);
  }

  @Test
  void sweepOfAMissingFolderFindsNothing() {
    assertThat(StagingFolder.sweep(folder.resolve("none"), DAY, in(DAY))).isEmpty();
  }

  @Test
  void discardRefusesAJobThatIsWorkedOn() {
    try (Staging staging = Staging.create(folder, JOB, Lines.SETTINGS)) {
      assertThatThrownBy(() -> StagingFolder.discard(folder, JOB, folder))
          .isInstanceOfSatisfying(
              GatherException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FILE_ACCESS));
      assertThat(staging.path()).exists();
    }
    StagingFolder.discard(folder, JOB, folder);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void restartIsWholeBeforeTheOldStagingIsCut() throws IOException {
    try (Staging staging = Staging.create(folder, JOB, Lines.SETTINGS)) {
      Lines.append(staging, 0, 500);
      staging.checkpoint(Map.of("part", 1));
      byte[] before = Files.readAllBytes(staging.path());
      staging.restart(Map.of("part", 2));
      assertThat(staging.committed().lines()).isZero();
      // As after a crash between the new checkpoint and the cut.
      Files.write(staging.path(), before);
    }
    try (Staging resumed = Staging.resume(folder, JOB, Lines.SETTINGS)) {
      assertThat(resumed.jobState(Object.class)).isEqualTo(Map.of("part", 2));
      Lines.append(resumed, 0, 100);
      resumed.checkpoint(Map.of("part", 3));
      assertThat(Lines.committed(resumed)).containsExactlyInAnyOrderElementsOf(Lines.lines(0, 100));
    }
  }

  private void leave(String id) throws IOException {
    for (String ending :
        List.of(
            ".partial.jsonl.gz",
            ".checkpoint.json",
            ".checkpoint.json.next",
            ".sealed",
            ".lock",
            ".manifest.deflated")) {
      Files.writeString(folder.resolve(id + ending), "x");
    }
    Files.writeString(folder.resolve("." + id + ".zip.partial"), "x");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static Clock in(Duration time) {
    return Clock.fixed(Instant.now().plus(time), ZoneOffset.UTC);
  }
}
