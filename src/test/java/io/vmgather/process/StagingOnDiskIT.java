package io.vmgather.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgather.Apart;
import io.vmgather.process.Vmgather.Ended;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies on the disk: after a full one, after a kill, and at the end. */
@Apart
class StagingOnDiskIT {
  @TempDir static Path shared;
  private static OwnServer source;

  @TempDir Path folder;

  @BeforeAll
  static void aServerWithData() throws Exception {
    source = OwnServer.start(shared);
    source.fill(450, 6, 15);
  }

  @AfterAll
  static void stop() {
    source.close();
  }

  @Test
  void fullDiskFailsWithAWordOfAdviceAndLeavesNothing() {
    // A limit of the shell on the size of files: writing fails as on a full disk, for any user.
    Vmgather vmgather =
        Vmgather.in(folder).alone().under("sh", "-c", "ulimit -f 400; exec \"$@\"", "sh");

    Ended ended = vmgather.run(export(source.url(), vmgather));

    assertThat(ended.exitCode()).as(ended.err()).isEqualTo(1);
    assertThat(ended.err())
        .contains("error: No space is left while writing the staging file")
        .contains("try:   Free space there or choose another folder.");
    assertThat(vmgather.files()).isEmpty();
  }

  @Test
  void publicToolsOpenTheBundle() throws Exception {
    Vmgather vmgather = Vmgather.in(folder);
    Ended ended = vmgather.run(export(source.url(), vmgather));
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    Path bundle = vmgather.bundle();

    Process unzip = new ProcessBuilder("unzip", "-tq", bundle.toString()).start();
    assertThat(new String(unzip.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("No errors detected");
    assertThat(unzip.waitFor()).isZero();
    assertThat(BundleSamples.of(bundle)).hasSize(450);
    assertThat(streamed(bundle)).containsOnlyKeys("metrics.jsonl", "metadata.json", "README.txt");
  }

  /** Reads from the first byte on, as a reader does that can't jump to the ZIP's directory. */
  private static Map<String, Long> streamed(Path bundle) throws IOException {
    Map<String, Long> lengths = new TreeMap<>();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(bundle));
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        long length = zip.transferTo(java.io.OutputStream.nullOutputStream());
        lengths.put(entry.getName(), length);
      }
    }
    return lengths;
  }

  @Test
  void zcatReadsWhatAKilledExportHadUpToItsCheckpoint() throws Exception {
    try (FaultProxy proxy = FaultProxy.before(source.port())) {
      Vmgather vmgather = Vmgather.in(folder);
      List<String> arguments = new ArrayList<>(List.of(export(proxy.url(), vmgather)));
      arguments.addAll(List.of("--batch", "1h"));
      // The first batch is complete more than a second after the start: that makes a checkpoint.
      proxy.spoil(
          1_000_000,
          1,
          client -> {
            Thread.sleep(1200);
            proxy.passing(1).spoil(1_000_000, 1, proxy.stall());
          });
      Process process = vmgather.start(arguments.toArray(String[]::new));
      Until.holds(Duration.ofSeconds(60), "a checkpoint", () -> holds(vmgather, "checkpoint.json"));
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      Ended ended = vmgather.await(process);

      assertThat(ended.exitCode()).isNotZero();
      Path staging =
          vmgather.files().stream()
              .filter(file -> file.toString().endsWith(".partial.jsonl.gz"))
              .findFirst()
              .orElseThrow();
      Process zcat =
          new ProcessBuilder("zcat", staging.toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      List<String> lines = zcat.inputReader().lines().toList();
      zcat.waitFor();
      // Behind the checkpoint a last line may be cut; nothing else may.
      Map<String, Map<Long, String>> samples = new TreeMap<>();
      boolean cut = !lines.get(lines.size() - 1).endsWith("]}");
      lines
          .subList(0, cut ? lines.size() - 1 : lines.size())
          .forEach(line -> BundleSamples.add(line, samples));
      assertThat(samples).hasSize(450);
    }
  }

  private static boolean holds(Vmgather vmgather, String ending) {
    return vmgather.files().stream().anyMatch(file -> file.toString().endsWith(ending));
  }

  private static String[] export(String url, Vmgather vmgather) {
    return new String[] {
      "export",
      "--url",
      url,
      "--selector",
      "{__name__=~\"app_.*\"}",
      "--start",
      OwnServer.END.minusSeconds(6 * 3600).toString(),
      "--end",
      OwnServer.END.toString(),
      "--output",
      vmgather.output.toString()
    };
  }
}
