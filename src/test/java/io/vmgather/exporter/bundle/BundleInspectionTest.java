package io.vmgather.exporter.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.exporter.bundle.MetricsSummary.NamedCount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleInspectionTest {
  private static final InspectionLimits LIMITS = InspectionLimits.defaults();
  private static final String LINE =
      "{\"metric\":{\"__name__\":\"up\",\"job\":\"a\"},\"values\":[1,null,\"Infinity\"],\"timestamps\":[1000,2000,3000]}\n";
  private static final String SAME_SERIES_LATER =
      "{\"metric\":{\"job\":\"a\",\"__name__\":\"up\"},\"values\":[1],\"timestamps\":[9000]}\n";
  private static final String OTHER =
      "{\"metric\":{\"__name__\":\"down\",\"pod\":\"b\"},\"values\":[1],\"timestamps\":[500]}\n";
  private static final String OLD_MANIFEST =
      "{\"export_id\":\"e\",\"export_date\":\"2025-11-22T13:00:00Z\",\"time_range\":{\"start\":\"2025-11-22T11:00:00Z\","
          + "\"end\":\"2025-11-22T12:00:00Z\"},\"components\":[],\"jobs\":[],\"metrics_count\":3,\"obfuscated\":true,"
          + "\"vmgather_version\":\"1.9.1\"}";

  @TempDir Path folder;

  @Test
  void bundleOfVmgather1IsReadAndCounted() throws IOException {
    BundleInspection found =
        inspect(
            zip("metrics.jsonl", LINE + SAME_SERIES_LATER + OTHER, "metadata.json", OLD_MANIFEST));

    assertThat(found.manifest().vmgatherVersion()).isEqualTo("1.9.1");
    assertThat(found.checksumInManifest()).isFalse();
    assertThat(found.differences()).isEmpty();
    MetricsSummary metrics = found.metrics();
    assertThat(metrics.lines()).isEqualTo(3);
    assertThat(metrics.samples()).isEqualTo(5);
    assertThat(metrics.series()).isEqualTo(2);
    assertThat(metrics.seriesExact()).isTrue();
    assertThat(metrics.topMetrics())
        .containsExactly(new NamedCount("down", 1), new NamedCount("up", 1));
    assertThat(metrics.labelNames()).containsExactly("job", "pod");
    assertThat(metrics.first()).isEqualTo(Instant.ofEpochMilli(500));
    assertThat(metrics.last()).isEqualTo(Instant.ofEpochMilli(9000));
  }

  @Test
  void bundleOfThisProgramMatchesItsManifest() {
    BundleInspection found = inspect(ownBundle());

    assertThat(found.differences()).isEmpty();
    assertThat(found.checksumInManifest()).isTrue();
    assertThat(found.metrics().series()).isEqualTo(9000);
    assertThat(found.metricsSha256()).isEqualTo(found.manifest().metricsSha256());
  }

  @Test
  void flippedBitOfTheMetricsIsFound() throws IOException {
    Path bundle = ownBundle();
    byte[] bytes = Files.readAllBytes(bundle);
    bytes[bytes.length / 2] ^= 4;
    Files.write(bundle, bytes);

    assertRefused(bundle, "");
  }

  @Test
  void checksumOfTheManifestThatIsNotThatOfTheLinesIsRefused() throws IOException {
    String manifest = OLD_MANIFEST.replace("\"jobs\"", "\"metrics_sha256\":\"00ff\",\"jobs\"");
    assertRefused(zip("metrics.jsonl", LINE, "metadata.json", manifest), "SHA-256 00ff");
  }

  @Test
  void countsThatDifferAreListed() throws IOException {
    String manifest =
        OLD_MANIFEST.replace("\"jobs\"", "\"samples_count\":77,\"series_count\":9,\"jobs\"");

    assertThat(inspect(zip("metrics.jsonl", LINE, "metadata.json", manifest)).differences())
        .containsExactly(
            "metrics_count is 3, counted were 1",
            "samples_count is 77, counted were 3",
            "series_count is 9, counted were 1");
  }

  @Test
  void whatMayHurtIsRefusedWithTheReason() throws IOException {
    assertRefused(zip("metadata.json", OLD_MANIFEST), "no metrics.jsonl");
    assertRefused(zip("metrics.jsonl", LINE), "no metadata.json");
    assertRefused(zip("metrics.jsonl", LINE, "metadata.json", "{"), "metadata.json");
    assertRefused(zip("../evil", "x", "metrics.jsonl", LINE), "path: ../evil");
    assertRefused(zip("a\\b", "x"), "path");
    assertRefused(Files.writeString(folder.resolve("text.zip"), LINE), "");
    assertRefused(Files.write(folder.resolve("empty.zip"), new byte[0]), "");
  }

  @Test
  void twoEntriesOfOneNameAreRefused() throws IOException {
    Path bundle = folder.resolve("twice.zip");
    try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(bundle.toFile())) {
      for (int i = 0; i < 2; i++) {
        out.putArchiveEntry(new ZipArchiveEntry("metrics.jsonl"));
        out.write(LINE.getBytes(StandardCharsets.UTF_8));
        out.closeArchiveEntry();
      }
    }
    assertRefused(bundle, "two entries are named metrics.jsonl");
  }

  @Test
  void linesThatAreNoExportAreRefusedWithTheirNumber() throws IOException {
    assertLineRefused(
        "{\"metric\":{\"a\":\"b\"},\"values\":[1,2],\"timestamps\":[1]}", "2 values, 1 timestamps");
    assertLineRefused("{\"values\":[],\"timestamps\":[]}", "no metric");
    assertLineRefused("{\"metric\":{\"a\":1},\"values\":[],\"timestamps\":[]}", "label");
    assertLineRefused("{\"metric\":{},\"values\":[[1]],\"timestamps\":[1]}", "values");
    assertLineRefused("{\"metric\":{},\"values\":[1],\"timestamps\":[\"1\"]}", "timestamp");
    assertLineRefused("{\"metric\":{},\"values\":[1],\"timestamps\":[99999999999999999999]}", "");
    assertLineRefused("remoteAddr: \"1.2.3.4\"; cannot fetch", "no JSON");
    assertLineRefused("{\"metric\":{\"a\":", "no JSON");
    assertLineRefused("[[[[[[[[[[[[[[[[", "");
    assertLineRefused("7", "");
  }

  @Test
  void bombsAreRefused() throws IOException {
    Path bundle = zip("metrics.jsonl", " ".repeat(70 << 20) + LINE, "metadata.json", OLD_MANIFEST);
    assertRefused(bundle, "more than 67108864 bytes");

    InspectionLimits tiny = new InspectionLimits(1000, 500, 10, 10, 10);
    Path small = zip("metrics.jsonl", LINE.repeat(20), "metadata.json", OLD_MANIFEST);
    assertThatThrownBy(() -> BundleInspection.inspect(small, tiny))
        .hasMessageContaining("more than 1000 bytes");
  }

  @Test
  void moreSeriesThanTheLimitAreSaidToBeMore() {
    InspectionLimits limits = new InspectionLimits(1 << 30, 500, 5000, 10, 3);
    MetricsSummary metrics = BundleInspection.inspect(ownBundle(), limits).metrics();

    assertThat(metrics.series()).isEqualTo(5000);
    assertThat(metrics.seriesExact()).isFalse();
    assertThat(metrics.lines()).isEqualTo(9000);
  }

  @Test
  void missingFileIsNotADamagedOne() {
    assertThatThrownBy(() -> inspect(folder.resolve("none.zip")))
        .isInstanceOfSatisfying(
            GatherException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FILE_ACCESS));
  }

  private Path ownBundle() {
    try (Staging staging = Staging.create(folder, "job-1", Lines.SETTINGS)) {
      Lines.append(staging, 0, 9000);
      staging.checkpoint(Map.of());
      Path bundle = staging.assemble(folder, "own.zip", Manifests::of).path();
      staging.discard();
      return bundle;
    }
  }

  private Path zip(String... namesAndContents) throws IOException {
    Path path = Files.createTempFile(folder, "bundle", ".zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(path))) {
      for (int i = 0; i < namesAndContents.length; i += 2) {
        out.putNextEntry(new ZipEntry(namesAndContents[i]));
        out.write(namesAndContents[i + 1].getBytes(StandardCharsets.UTF_8));
      }
    }
    return path;
  }

  private static BundleInspection inspect(Path bundle) {
    return BundleInspection.inspect(bundle, LIMITS);
  }

  private void assertLineRefused(String line, String why) throws IOException {
    Path bundle = zip("metrics.jsonl", LINE + line + "\n", "metadata.json", OLD_MANIFEST);
    assertRefused(bundle, "line 2");
    assertRefused(bundle, why);
  }

  private static void assertRefused(Path bundle, String why) {
    assertThatThrownBy(() -> inspect(bundle))
        .isInstanceOfSatisfying(
            GatherException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.BUNDLE_DAMAGED);
              assertThat(e.getMessage()).contains(why);
              assertThat(e.hint()).isPresent();
            });
  }
}
