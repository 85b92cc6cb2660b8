package io.vmgather.exporter.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.exporter.deflate.BlockDeflater;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagingTest {
  private record State(int batches) {}

  @TempDir Path folder;

  @Test
  void everyLineComesBackOnce() throws IOException {
    try (Staging staging = create()) {
      Lines.append(staging, 0, 20_000);
      staging.checkpoint(Map.of());

      assertThat(Lines.committed(staging))
          .containsExactlyInAnyOrderElementsOf(Lines.lines(0, 20_000));
      assertThat(staging.committed().lines()).isEqualTo(20_000);
      assertThat(staging.committed().samples()).isEqualTo(40_000);
      assertThat(staging.committed()).isEqualTo(staging.staged());
    }
  }

  @Test
  void everyLineComesBackOnceFromBlocksOfTheDefaultSizeToo() throws IOException {
    StagingSettings settings = StagingSettings.defaults();
    List<String> expected = new ArrayList<>();
    try (Staging staging = Staging.create(folder, "large", settings)) {
      new ScrapedLines(500, 1440, true)
          .forEach(
              (labels, rest, last, samples) -> {
                expected.add(
                    "{\"metric\":"
                        + new String(labels, StandardCharsets.UTF_8)
                        + new String(rest, StandardCharsets.UTF_8));
                staging.append(labels, rest, 0, rest.length, last, samples);
              });
      staging.checkpoint(Map.of());
      assertThat(staging.committed().uncompressedBytes()).isGreaterThan(3L * settings.blockBytes());
      assertThat(Lines.committed(staging).stream().sorted())
          .isEqualTo(expected.stream().sorted().toList());
    }
    Staging.resume(folder, "large", settings).discard();
  }

  @Test
  void linesOfABlockStandInTheOrderOfTheirLastTimestampEqualOnesAsTheyCame() throws IOException {
    try (Staging staging = create()) {
      for (long last : new long[] {3, 1, 2, 1}) {
        byte[] rest =
            (",\"values\":[1],\"timestamps\":[" + last + "]}").getBytes(StandardCharsets.UTF_8);
        staging.append(labels("s"), rest, 0, rest.length, last, 1);
      }
      staging.checkpoint(Map.of());

      assertThat(Lines.committed(staging))
          .extracting(line -> line.replaceAll(".*\\[(\\d)\\]}", "$1"))
          .containsExactly("1", "1", "2", "3");
    }
  }

  @Test
  void timestampsTooFarApartToBeOrderedCostNoLine() throws IOException {
    try (Staging staging = create()) {
      byte[] rest = ",\"values\":[],\"timestamps\":[]}".getBytes(StandardCharsets.UTF_8);
      for (long last : new long[] {Long.MAX_VALUE, Long.MIN_VALUE, 0}) {
        staging.append(labels("s"), rest, 0, rest.length, last, 0);
      }
      staging.checkpoint(Map.of());

      assertThat(Lines.committed(staging)).hasSize(3);
    }
  }

  @Test
  void onlyTheNamedPartOfTheLineIsWritten() throws IOException {
    try (Staging staging = create()) {
      byte[] line =
          "{\"metric\":{},\"values\":[1],\"timestamps\":[2]}junk".getBytes(StandardCharsets.UTF_8);
      staging.append(labels("s"), line, 12, line.length - 4, 2, 1);
      Arrays.fill(line, (byte) 'x');
      staging.checkpoint(Map.of());

      assertThat(Lines.committed(staging))
          .containsExactly("{\"metric\":{\"n\":\"s\"},\"values\":[1],\"timestamps\":[2]}");
    }
  }

  @Test
  void linesLongerThanABlockPassInPieces() throws IOException {
    int block = Lines.SETTINGS.blockBytes();
    int around = "{\"metric\":{\"n\":\"s\"}\n".length();
    try (Staging staging = create()) {
      for (int length :
          new int[] {block - 1, block, block + 1, 2 * block, 2 * block + 1, 5_000_000}) {
        Lines.append(staging, 0, 1);
        byte[] rest = new byte[length - around];
        Arrays.fill(rest, (byte) 'x');
        staging.append(labels("s"), rest, 0, rest.length, 1, 3);
        Lines.append(staging, 1, 2);
        staging.checkpoint(Map.of());

        assertThat(Lines.committed(staging))
            .contains(
                "{\"metric\":{\"n\":\"s\"}" + "x".repeat(rest.length),
                Lines.line(0),
                Lines.line(1));
        assertThat(staging.committed().lines() % 3).isZero();
      }
      assertThat(staging.committed().samples()).isEqualTo(6 * (3 + 2 + 2));
    }
  }

  @Test
  void lineOverTheLimitIsRefusedAndTheOthersStay() throws IOException {
    try (Staging staging = create()) {
      Lines.append(staging, 0, 10);
      byte[] rest = new byte[Lines.SETTINGS.lineBytes()];

      assertFails(
          ErrorCode.LINE_TOO_LONG, () -> staging.append(labels("s"), rest, 0, rest.length, 0, 1));

      staging.checkpoint(Map.of());
      assertThat(Lines.committed(staging)).hasSize(10);
    }
  }

  @Test
  void failedAttemptLeavesNothingBehind() throws IOException {
    try (Staging disturbed = create();
        Staging straight = Staging.create(folder, "straight", Lines.SETTINGS)) {
      Lines.append(disturbed, 0, 5000);
      disturbed.checkpoint(Map.of());
      Lines.append(disturbed, 90_000, 97_000);
      disturbed.rollback();
      assertThat(disturbed.staged()).isEqualTo(disturbed.committed());
      Lines.append(disturbed, 5000, 9000);
      disturbed.checkpoint(Map.of());

      Lines.append(straight, 0, 5000);
      straight.checkpoint(Map.of());
      Lines.append(straight, 5000, 9000);
      straight.checkpoint(Map.of());

      assertThat(disturbed.path()).hasSameBinaryContentAs(straight.path());
      assertThat(disturbed.committed()).isEqualTo(straight.committed());
    }
  }

  @Test
  void rollbackBeforeTheFirstCheckpointEmptiesStaging() throws IOException {
    try (Staging staging = create()) {
      Lines.append(staging, 0, 5000);
      staging.rollback();

      assertThat(Lines.committed(staging)).isEmpty();
      assertThat(staging.staged()).isEqualTo(StagingTotals.NONE);
    }
  }

  @Test
  void resumeContinuesBehindTheLastCheckpoint() throws IOException {
    try (Staging staging = create()) {
      Lines.append(staging, 0, 5000);
      staging.checkpoint(new State(3));
      Lines.append(staging, 5000, 9000);
    }
    try (Staging resumed = Staging.resume(folder, "job-1", Lines.SETTINGS)) {
      assertThat(resumed.jobState(State.class)).isEqualTo(new State(3));
      assertThat(resumed.committed().samples()).isEqualTo(10_000);
      Lines.append(resumed, 5000, 6000);
      resumed.checkpoint(new State(4));

      assertThat(Lines.committed(resumed))
          .containsExactlyInAnyOrderElementsOf(Lines.lines(0, 6000));
    }
    try (Staging again = Staging.resume(folder, "job-1", Lines.SETTINGS)) {
      assertThat(again.committed().lines()).isEqualTo(6000);
    }
  }

  @Test
  void damageIsFoundAtResume() throws IOException {
    assertDamaged("bit", staging -> flipBit(staging, Files.size(staging) / 2));
    assertDamaged("header", staging -> flipBit(staging, 1));
    assertDamaged("cut", staging -> cut(staging, Files.size(staging) - 1));
    assertDamaged("empty", staging -> cut(staging, 0));
    assertDamaged("swapped", this::swap);
    assertDamaged(
        "checkpoint", s -> Files.writeString(folder.resolve("checkpoint.checkpoint.json"), "{"));
  }

  @Test
  void checkpointOfAnotherJobIsRefused() throws IOException {
    stageSome("one", 0);
    stageSome("two", 0);
    Files.copy(
        folder.resolve("one.checkpoint.json"),
        folder.resolve("two.checkpoint.json"),
        StandardCopyOption.REPLACE_EXISTING);

    assertFails(ErrorCode.BUNDLE_DAMAGED, () -> Staging.resume(folder, "two", Lines.SETTINGS));
  }

  @Test
  void stagingInUseIsNotOpenedTwice() {
    try (Staging staging = create()) {
      staging.checkpoint(Map.of());
      assertFails(ErrorCode.FILE_ACCESS, () -> Staging.resume(folder, "job-1", Lines.SETTINGS));
      assertFails(ErrorCode.FILE_ACCESS, this::create);
    }
  }

  @Test
  void interruptedStartLeavesNoFile() {
    Thread.currentThread().interrupt();
    assertFails(ErrorCode.CANCELLED, this::create);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void interruptedAppendIsCancelledAndRollbackStillWorks() throws IOException {
    try (Staging staging = create()) {
      Lines.append(staging, 0, 100);
      staging.checkpoint(Map.of());
      Thread.currentThread().interrupt();
      assertFails(
          ErrorCode.CANCELLED,
          () -> {
            Lines.append(staging, 100, 200);
            staging.checkpoint(Map.of());
          });
      staging.rollback();
      assertThat(Thread.interrupted()).isTrue();

      assertThat(Lines.committed(staging)).hasSize((int) staging.committed().lines());
    }
  }

  @Test
  void aDefectOfTheEncoderComesOutOfTheNextCall() {
    StagingSettings broken =
        new StagingSettings(
            64 * 1024,
            2,
            1024 * 1024,
            () ->
                new BlockDeflater() {
                  @Override
                  public int deflate(byte[] plain, int length, byte[] out) {
                    throw new IllegalStateException("broken");
                  }

                  @Override
                  public void close() {}
                });
    try (Staging staging = Staging.create(folder, "broken", broken)) {
      assertFails(ErrorCode.INTERNAL, () -> Lines.append(staging, 0, 100_000));
      assertFails(ErrorCode.INTERNAL, () -> staging.checkpoint(Map.of()));
    }
  }

  @Test
  void namesThatArePathsAreRefusedAsJobIds() {
    for (String id : List.of("", "../x", "a/b", ".hidden", "a\\b", "x".repeat(101))) {
      assertFails(ErrorCode.INVALID_INPUT, () -> Staging.create(folder, id, Lines.SETTINGS));
    }
  }

  @Test
  void folderThatCantBeMadeIsNamed() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    assertThatThrownBy(() -> Staging.create(file.resolve("sub"), "j", Lines.SETTINGS))
        .isInstanceOfSatisfying(
            GatherException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.FILE_ACCESS);
              assertThat(e.getMessage()).contains("file");
              assertThat(e.hint()).isPresent();
            });
  }

  @Test
  void discardLeavesAnEmptyFolder() {
    Staging staging = create();
    Lines.append(staging, 0, 5000);
    staging.checkpoint(Map.of());
    staging.discard();

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void closeEndsEveryThread() {
    create().close();

    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("vmgather-"));
  }

  @Test
  void buffersFitTheBudgetOfASmallHeap() {
    StagingSettings settings = StagingSettings.defaults();
    assertThat(settings.bufferBytes()).isLessThanOrEqualTo(49L * 1024 * 1024);
    assertThat(settings.lineBytes()).isEqualTo(64 * 1024 * 1024);
  }

  private Staging create() {
    return Staging.create(folder, "job-1", Lines.SETTINGS);
  }

  private Path stageSome(String job, int from) {
    try (Staging staging = Staging.create(folder, job, Lines.SETTINGS)) {
      Lines.append(staging, from, from + 5000);
      staging.checkpoint(new State(1));
      return staging.path();
    }
  }

  private void assertDamaged(String job, Damage damage) throws IOException {
    damage.to(stageSome(job, 0));
    assertFails(
        ErrorCode.BUNDLE_DAMAGED, () -> Staging.resume(folder, job, Lines.SETTINGS).close());
  }

  private void swap(Path staging) throws IOException {
    Files.copy(stageSome("other", 7), staging, StandardCopyOption.REPLACE_EXISTING);
  }

  private interface Damage {
    void to(Path staging) throws IOException;
  }

  private static void flipBit(Path path, long at) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.seek(at);
      int value = file.read();
      file.seek(at);
      file.write(value ^ 4);
    }
  }

  private static void cut(Path path, long length) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(length);
    }
  }

  private static byte[] labels(String n) {
    return ("{\"n\":\"" + n + "\"}").getBytes(StandardCharsets.UTF_8);
  }

  private static void assertFails(ErrorCode code, Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(GatherException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
