package io.vmgather.exporter.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FullDiskTest {
  @TempDir Path folder;

  @Test
  void diskFullAtTheFirstByteLeavesNoThreadAndSaysWhere() {
    GatherException e = catchThrowableOfType(GatherException.class, () -> create(new SmallDisk(5)));

    assertThat(e.code()).isEqualTo(ErrorCode.DISK_FULL);
    assertThat(e.getMessage()).contains("job-1.partial.jsonl.gz");
    assertThat(e.hint().orElseThrow()).contains("Free space");
  }

  /** Bytes that fit; with a step from the command line all of them, so far apart. */
  static IntStream rooms() {
    int step = Integer.getInteger("vmgather.disk.step", 0);
    return step > 0
        ? IntStream.iterate(10, room -> room <= 150_000, room -> room + step)
        : IntStream.of(10, 11, 5_000, 20_000, 30_000, 40_000, 50_000, 80_000, 150_000);
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void diskFullAtAnyWriteKeepsTheLastCheckpointAndGoesOnWhenThereIsRoom(int room)
      throws IOException {
    SmallDisk disk = new SmallDisk(room);
    try (Staging staging = create(disk)) {
      int done = stageUntilFull(staging);
      assertThat(Lines.committed(staging))
          .containsExactlyInAnyOrderElementsOf(Lines.lines(0, done));

      disk.grow(10_000_000);
      staging.rollback();
      Lines.append(staging, done, done + 5000);
      staging.checkpoint(Map.of());

      assertThat(Lines.committed(staging))
          .containsExactlyInAnyOrderElementsOf(Lines.lines(0, done + 5000));
    }
    try (Staging resumed = Staging.resume(folder, "job-1", Lines.SETTINGS)) {
      assertThat(resumed.committed().lines()).isPositive();
    }
  }

  @Test
  void diskThatTurnsReadOnlyInTheMiddleKeepsTheLastCheckpointAndGoesOnWhenItIsMended()
      throws IOException {
    SmallDisk disk = new SmallDisk(Long.MAX_VALUE);
    try (Staging staging = create(disk)) {
      Lines.append(staging, 0, 1500);
      staging.checkpoint(Map.of());
      disk.turnReadOnly();
      Lines.append(staging, 1500, 1600);

      assertReadOnly(() -> staging.checkpoint(Map.of()));
      assertReadOnly(staging::rollback);
    }
    try (Staging resumed = Staging.resume(folder, "job-1", Lines.SETTINGS)) {
      Lines.append(resumed, 1500, 3000);
      resumed.checkpoint(Map.of());
      assertThat(Lines.committed(resumed))
          .containsExactlyInAnyOrderElementsOf(Lines.lines(0, 3000));
    }
  }

  private static void assertReadOnly(ThrowingCallable call) {
    GatherException e = catchThrowableOfType(GatherException.class, call);
    assertThat(e.code()).isEqualTo(ErrorCode.FILE_ACCESS);
    assertThat(e.getMessage()).contains("job-1.partial.jsonl.gz", "Read-only file system");
  }

  @Test
  void aFailureIsThrownByEveryCallUntilTheRollback() {
    try (Staging staging = create(new SmallDisk(10))) {
      for (int i = 0; i < 3; i++) {
        GatherException e =
            catchThrowableOfType(
                GatherException.class,
                () -> {
                  Lines.append(staging, 0, 1000);
                  staging.checkpoint(Map.of());
                });
        assertThat(e.code()).isEqualTo(ErrorCode.DISK_FULL);
        assertThat(e.hint().orElseThrow()).contains("Free space there");
      }
    }
  }

  /** Stages batches of 1,500 lines; returns how many lines were committed. */
  private static int stageUntilFull(Staging staging) {
    for (int done = 0; ; done += 1500) {
      int from = done;
      GatherException e =
          catchThrowableOfType(
              GatherException.class,
              () -> {
                Lines.append(staging, from, from + 1500);
                staging.checkpoint(Map.of());
              });
      if (e != null) {
        assertThat(e.code()).isEqualTo(ErrorCode.DISK_FULL);
        assertThat(staging.committed().lines()).isEqualTo(done);
        return done;
      }
    }
  }

  private Staging create(SmallDisk disk) {
    return Staging.create(folder, "job-1", Lines.SETTINGS, disk, FileOpener.ORDINARY);
  }
}
