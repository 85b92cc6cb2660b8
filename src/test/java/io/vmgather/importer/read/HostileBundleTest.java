package io.vmgather.importer.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files made to do harm, or by a program gone wrong: refused with the reason before a line. */
class HostileBundleTest {
  private static final String LINE =
      "{\"metric\":{\"__name__\":\"up\"},\"values\":[1],\"timestamps\":[1700000000000]}\n";

  @TempDir Path folder;

  @Test
  void checksumOfTheManifestThatIsNotThatOfTheLinesIsRefused() throws IOException {
    refused(
        zip("metrics.jsonl", LINE, "metadata.json", manifest("0".repeat(64))),
        "its manifest says SHA-256 0000");
  }

  @Test
  void twoEntriesOfOneNameAreRefused() throws IOException {
    refused(zip("metrics.jsonl", LINE, "metrics.jsonl", LINE), "two entries are named");
  }

  @Test
  void entriesWithPathsAreRefused() throws IOException {
    refused(zip("metrics.jsonl", LINE, "../evil", "x"), "an entry's name has a path: ../evil");
    refused(zip("metrics.jsonl", LINE, "C:evil", "x"), "an entry's name has a path");
    refused(zip("a/metrics.jsonl", LINE), "an entry's name has a path");
  }

  @Test
  void moreEntriesThanABundleHasAreRefused() throws IOException {
    String[] many = new String[4_000];
    Arrays.setAll(many, i -> i % 2 == 0 ? "entry-" + i : "x");
    refused(zip(many), "entries");
  }

  @Test
  void archiveInAnArchiveIsNoMetrics() throws IOException {
    Path inner = zip("metrics.jsonl", LINE);
    Path outer = folder.resolve("outer.zip");
    try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(outer.toFile())) {
      out.putArchiveEntry(new ZipArchiveEntry("inner.zip"));
      Files.copy(inner, out);
      out.closeArchiveEntry();
    }
    refused(outer, "none of its entries holds metrics");
  }

  @Test
  void lineOfAGigabyteIsSkippedInAFewMegabytes() throws IOException {
    Path file = folder.resolve("long.jsonl.gz");
    byte[] part = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
    try (OutputStream out =
        new BufferedOutputStream(new GZIPOutputStream(Files.newOutputStream(file), 1 << 16))) {
      out.write("{\"metric\":{\"a\":\"".getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < 1024; i++) {
        out.write(part);
      }
      out.write(("\"}}\n" + LINE).getBytes(StandardCharsets.US_ASCII));
    }
    ReadLimits limits = new ReadLimits(2L << 30, 2_000, 1 << 20);
    long before = used();
    try (BundleLines lines = BundleFile.open(file, limits).lines()) {
      assertThat(lines.next()).isTrue();
      assertThat(lines.problem()).isEqualTo("It is longer than 1048576 bytes");
      assertThat(lines.next()).isTrue();
      assertThat(lines.problem()).isEmpty();
      assertThat(used() - before).isLessThan(64L << 20);
      assertThat(lines.next()).isFalse();
    }
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static String manifest(String sha256) {
    return "{\"version\":\"2.0.0\",\"export_id\":\"a\",\"metrics_sha256\":\"" + sha256 + "\"}";
  }

  private static void refused(Path file, String why) {
    assertThatThrownBy(() -> BundleFile.open(file, ReadLimits.defaults()).verify(() -> false))
        .hasMessageContaining(why)
        .asInstanceOf(InstanceOfAssertFactories.type(GatherException.class))
        .extracting(GatherException::code)
        .isEqualTo(ErrorCode.BUNDLE_DAMAGED);
  }

  /** Names and contents in turn. */
  private Path zip(String... entries) throws IOException {
    Path file = Files.createTempFile(folder, "hostile", ".zip");
    try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(file.toFile())) {
      for (int i = 0; i < entries.length; i += 2) {
        out.putArchiveEntry(new ZipArchiveEntry(entries[i]));
        out.write(entries[i + 1].getBytes(StandardCharsets.UTF_8));
        out.closeArchiveEntry();
      }
    }
    return file;
  }
}
