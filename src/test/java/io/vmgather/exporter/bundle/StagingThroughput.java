package io.vmgather.exporter.bundle;

import com.sun.management.OperatingSystemMXBean;
import io.vmgather.common.bundle.Manifest;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures append to staging to ZIP: argument 1 the number of workers, argument 2 a folder. Half a
 * day of 4,000 series, four times over (about 490 MB), a checkpoint after each.
 */
final class StagingThroughput {

  private StagingThroughput() {}

  public static void main(String[] args) throws IOException {
    int workers = Integer.parseInt(args[0]);
    Path folder = Files.createTempDirectory(Path.of(args[1]), "staging");
    List<ScrapedLine> lines = new ArrayList<>();
    new ScrapedLines(4000, 1440, true)
        .forEach((a, b, c, d) -> lines.add(new ScrapedLine(a, b, c, d)));
    StagingSettings settings = StagingSettings.defaults();
    settings =
        new StagingSettings(
            settings.blockBytes(), workers, settings.lineBytes(), settings.deflater());
    for (int run = 0; run < 3; run++) {
      measure(folder, settings, lines);
    }
    Files.delete(folder);
  }

  private static void measure(Path folder, StagingSettings settings, List<ScrapedLine> lines)
      throws IOException {
    long start = System.nanoTime();
    long startCpu = cpuNanos();
    long checkpoints = 0;
    try (Staging staging = Staging.create(folder, "throughput", settings)) {
      for (int i = 0; i < 4; i++) {
        for (ScrapedLine line : lines) {
          staging.append(line.labels, line.rest, 0, line.rest.length, line.last, line.samples);
        }
        long before = System.nanoTime();
        staging.checkpoint(i);
        checkpoints += System.nanoTime() - before;
      }
      long staged = System.nanoTime();
      FinishedBundle bundle = staging.assemble(folder, "throughput.zip", f -> manifest());
      long end = System.nanoTime();
      long cpu = cpuNanos() - startCpu;
      System.out.printf(
          "%.1f MB in %.2f s: %.0f MB/s, of that 4 checkpoints %.3f s; assembled %.1f MB in %.3f s; CPU of all %.2f s%n",
          bundle.metrics().bytes() / 1e6,
          (staged - start) / 1e9,
          bundle.metrics().bytes() * 1e3 / (staged - start),
          checkpoints / 1e9,
          bundle.sizeBytes() / 1e6,
          (end - staged) / 1e9,
          cpu / 1e9);
      Files.delete(bundle.path());
      staging.discard();
    }
  }

  /** Other work on the machine disturbs this figure less than the wall clock. */
  private static long cpuNanos() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static Manifest manifest() {
    return new Manifest(
        "e",
        Instant.EPOCH,
        null,
        null,
        null,
        0,
        true,
        "2",
        1,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }
}
