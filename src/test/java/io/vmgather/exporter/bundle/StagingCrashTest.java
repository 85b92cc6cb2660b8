package io.vmgather.exporter.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgather.common.GatherException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left when the process dies, and when the system itself refuses to write. */
class StagingCrashTest {
  private static final int EACH = 3000;

  @TempDir Path folder;

  /** Run by the tests in a process of its own: stages until it is killed or fails. */
  static final class Child {
    public static void main(String[] args) {
      Staging staging = Staging.create(Path.of(args[0]), "crash", Lines.SETTINGS);
      try {
        for (int batch = 0; ; batch++) {
          Lines.append(staging, batch * EACH, (batch + 1) * EACH);
          staging.checkpoint(Map.of("batches", batch + 1));
          System.out.println(batch + 1);
        }
      } catch (GatherException e) {
        System.out.println(e.code() + " " + e.hint().orElse(""));
      }
    }
  }

  @Test
  void zcatPrintsEverythingUpToTheLastCheckpointOfAKilledProcess() throws Exception {
    // To a file: a pipe is closed when the process is killed, with what it still holds.
    Path said = folder.resolve("said");
    Process child = start(said);
    while (Files.readAllLines(said).size() < 20) {
      assertThat(child.isAlive()).isTrue();
      Thread.onSpinWait();
    }
    child.destroyForcibly();
    assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    int batches = Files.readAllLines(said).size();
    try (Staging left = Staging.resume(folder, "crash", Lines.SETTINGS)) {
      int lines = (int) left.committed().lines();
      // The child may have been killed between a checkpoint and saying so.
      assertThat(lines).isBetween(batches * EACH, (batches + 1) * EACH);
      assertThat(printed())
          .hasSize(lines)
          .containsExactlyInAnyOrderElementsOf(Lines.lines(0, lines));
    }
  }

  @Test
  void everyLineUpToTheCheckpointIsInFrontOfWhatTheCrashLeftBehindIt() throws Exception {
    try (Staging staging = Staging.create(folder, "crash", Lines.SETTINGS)) {
      Lines.append(staging, 0, EACH);
      staging.checkpoint(Map.of());
      Lines.append(staging, EACH, 20 * EACH);
    }
    List<String> printed = printed();
    assertThat(printed).hasSizeGreaterThan(EACH);
    assertThat(printed.subList(0, EACH)).containsExactlyInAnyOrderElementsOf(Lines.lines(0, EACH));
  }

  @Test
  void limitOfTheSystemOnAFileIsReportedAsAFullDiskAndTheCheckpointIsGood() throws Exception {
    Path said = folder.resolve("said");
    Process child = start(said, "bash", "-c", "ulimit -f 200; exec \"$@\"", "child");
    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    List<String> lines = Files.readAllLines(said);
    String last = lines.get(lines.size() - 1);
    assertThat(last).startsWith("DISK_FULL").contains("Free space there");
    try (Staging left = Staging.resume(folder, "crash", Lines.SETTINGS)) {
      int count = (int) left.committed().lines();
      assertThat(count).isPositive();
      assertThat(Lines.committed(left)).containsExactlyInAnyOrderElementsOf(Lines.lines(0, count));
    }
  }

  /** What {@code zcat} prints; its complaint about the missing end is expected. */
  private List<String> printed() throws IOException {
    Process zcat =
        new ProcessBuilder("gzip", "-dc", folder.resolve("crash.partial.jsonl.gz").toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (InputStream in = zcat.getInputStream()) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Lines.split(
          text.substring(0, text.lastIndexOf('\n') + 1).getBytes(StandardCharsets.UTF_8));
    }
  }

  private Process start(Path output, String... before) throws IOException {
    List<String> command = new ArrayList<>(List.of(before));
    command.addAll(java());
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  private List<String> java() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx128m",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        System.getProperty("java.class.path"),
        Child.class.getName(),
        folder.toString());
  }
}
