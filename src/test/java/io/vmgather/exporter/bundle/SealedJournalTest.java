package io.vmgather.exporter.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.exporter.bundle.SealedJournal.Position;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedJournalTest {
  private static final byte[] KEY = key(1);
  private static final String SECRET = "host-a.corp is called 777.777.1.1";

  @TempDir private Path folder;

  @Test
  void contentComesBackAndStandsNowhereInTheFile() throws IOException {
    byte[] content = new byte[700_000];
    new Random(3).nextBytes(content);
    Position position;
    try (SealedJournal journal = SealedJournal.create(folder, "job", KEY)) {
      journal.out().write(SECRET.getBytes(StandardCharsets.UTF_8));
      journal.commit();
      journal.out().write(content);
      position = journal.commit();
    }
    byte[] read = read(position);
    assertThat(Arrays.copyOf(read, SECRET.length())).asString().isEqualTo(SECRET);
    assertThat(Arrays.copyOfRange(read, SECRET.length(), read.length)).isEqualTo(content);
    String file = Files.readString(sealed("job"), StandardCharsets.ISO_8859_1);
    assertThat(file).doesNotContain("host-a").doesNotContain("777.777");
  }

  @Test
  void whatLiesBehindTheCheckpointIsCutOffAndWrittenAnew() throws IOException {
    Position first = threeFrames();
    Position afterOne = new Position(SealedHeader.LENGTH + 4 + 12 + 16 + "frame 0".length(), 1);
    assertThat(new String(read(afterOne), StandardCharsets.UTF_8)).isEqualTo("frame 0");
    Position again;
    try (SealedJournal journal = SealedJournal.reopen(folder, "job", KEY, afterOne)) {
      journal.out().write("other 1".getBytes(StandardCharsets.UTF_8));
      again = journal.commit();
    }
    assertThat(again.frames()).isEqualTo(2).isLessThan(first.frames());
    assertThat(new String(read(again), StandardCharsets.UTF_8)).isEqualTo("frame 0other 1");
    assertThat(Files.size(sealed("job"))).isEqualTo(again.bytes());
  }

  @Test
  void anotherKeyIsRefusedAtTheToken() throws IOException {
    Position position = threeFrames();
    GatherException failure =
        catchThrowableOfType(
            GatherException.class, () -> SealedJournal.read(folder, "job", key(2), position));
    assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_INPUT);
    assertThat(failure.field()).contains("resume_token");
  }

  @Test
  void everyFlippedBitIsFound() throws IOException {
    Position position = threeFrames();
    byte[] good = Files.readAllBytes(sealed("job"));
    for (int bit = 0; bit < good.length * 8; bit++) {
      byte[] bad = good.clone();
      bad[bit / 8] ^= (byte) (1 << (bit % 8));
      Files.write(sealed("job"), bad);
      assertThat(codeOfReading(position)).as("bit %s", bit).isEqualTo(ErrorCode.BUNDLE_DAMAGED);
    }
  }

  @Test
  void everyCutIsFound() throws IOException {
    Position position = threeFrames();
    byte[] good = Files.readAllBytes(sealed("job"));
    for (int length = 0; length < good.length; length++) {
      Files.write(sealed("job"), Arrays.copyOf(good, length));
      assertThat(codeOfReading(position)).as("%s", length).isEqualTo(ErrorCode.BUNDLE_DAMAGED);
    }
  }

  @Test
  void wrongPositionIsFound() throws IOException {
    Position right = threeFrames();
    for (long bytes = 0; bytes < right.bytes() + 3; bytes++) {
      for (int frames = -1; frames < 5; frames++) {
        Position position = new Position(bytes, frames);
        boolean whole = frames >= 0 && bytes == SealedHeader.LENGTH + frames * 39L;
        if (!whole || frames > 3) {
          assertThat(codeOfReading(position))
              .as("%s", position)
              .isEqualTo(ErrorCode.BUNDLE_DAMAGED);
        }
      }
    }
  }

  @Test
  void framesInAnotherOrderAreFound() throws IOException {
    Position position = threeFrames();
    byte[] good = Files.readAllBytes(sealed("job"));
    int frame = 4 + 12 + 16 + "frame 0".length();
    byte[] swapped = good.clone();
    int first = SealedHeader.LENGTH;
    System.arraycopy(good, first + frame, swapped, first, frame);
    System.arraycopy(good, first, swapped, first + frame, frame);
    Files.write(sealed("job"), swapped);
    assertThat(codeOfReading(position)).isEqualTo(ErrorCode.BUNDLE_DAMAGED);
  }

  @Test
  void fileOfAnotherJobIsRefusedEvenUnderTheSameKey() throws IOException {
    Position position = threeFrames();
    Files.move(sealed("job"), sealed("other"), StandardCopyOption.REPLACE_EXISTING);
    GatherException failure =
        catchThrowableOfType(
            GatherException.class, () -> SealedJournal.read(folder, "other", KEY, position));
    assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_INPUT);
  }

  @Test
  void framesOfAnotherJobAreRefusedBehindAGoodHeader() throws IOException {
    Position position = threeFrames();
    byte[] first = Files.readAllBytes(sealed("job"));
    threeFrames();
    byte[] second = Files.readAllBytes(sealed("job"));
    System.arraycopy(first, 0, second, 0, SealedHeader.LENGTH);
    Files.write(sealed("job"), second);
    assertThat(codeOfReading(position)).isEqualTo(ErrorCode.BUNDLE_DAMAGED);
  }

  private Position threeFrames() throws IOException {
    try (SealedJournal journal = SealedJournal.create(folder, "job", KEY)) {
      Position position = null;
      for (int frame = 0; frame < 3; frame++) {
        journal.out().write(("frame " + frame).getBytes(StandardCharsets.UTF_8));
        position = journal.commit();
      }
      return position;
    }
  }

  private byte[] read(Position position) throws IOException {
    try (InputStream in = SealedJournal.read(folder, "job", KEY, position)) {
      return in.readAllBytes();
    }
  }

  private ErrorCode codeOfReading(Position position) {
    GatherException failure = catchThrowableOfType(GatherException.class, () -> read(position));
    return failure == null ? null : failure.code();
  }

  private Path sealed(String job) {
    return folder.resolve(job + ".sealed");
  }

  private static byte[] key(int seed) {
    byte[] key = new byte[32];
    new Random(seed).nextBytes(key);
    return key;
  }
}
