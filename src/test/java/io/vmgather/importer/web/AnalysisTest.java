package io.vmgather.importer.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgather.common.Owner;
import io.vmgather.common.vm.Connection;
import io.vmgather.importer.job.ImportConfig;
import io.vmgather.importer.job.ImportSettings;
import io.vmgather.importer.job.Preflight;
import io.vmgather.importer.job.PreflightReport;
import io.vmgather.importer.job.TargetKeeps;
import io.vmgather.importer.read.BundleFile;
import io.vmgather.importer.read.ReadLimits;
import io.vmgather.importer.service.Preflights;
import io.vmgather.importer.service.Targets;
import io.vmgather.importer.service.Upload;
import io.vmgather.importer.target.FlagSource;
import io.vmgather.importer.target.Target;
import io.vmgather.importer.target.TargetLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients read that show the warnings and the suggested shift of an analysis, and no more. */
class AnalysisTest {
  private static final long NOW = 1_772_607_600_000L;
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final TargetLimits LIMITS =
      new TargetLimits(
          "7d", 7 * DAY, FlagSource.METRICS, 3, FlagSource.METRICS, 0, 2 * DAY, List.of());

  @TempDir private Path folder;

  @Test
  void everyLossAndChangeIsAWarningWithItsCount() throws IOException {
    String lines =
        line("old", NOW - 8 * DAY)
            + line("future", NOW + DAY)
            + line("crowded\",\"a\":\"1\",\"b\":\"2\",\"c\":\"3", NOW)
            + line("seconds", NOW / 1000)
            + line("nanoseconds", NOW * 1_000_000)
            + "{\"metric\":{\"__name__\":\"bad\"},\"values\":[1,2],\"timestamps\":[1]}\n";
    Analysis found = analysis(jsonl(lines), shifted(0), true);
    assertThat(found.figureWarnings())
        .containsExactly(
            "Older than what the target keeps (7d), so not sent: 1 sample of 1 series.",
            "Later than now, of which the target drops what is more than 48h ahead: 1 sample.",
            "More than 3 labels, so dropped by the target as a whole: 1 series with 1 sample.",
            "Not to be imported, so skipped: 1 line with 1 sample.",
            "Times in seconds, sent as milliseconds: 1 sample.",
            "Times in nanoseconds, sent as milliseconds: 1 sample.");
    assertThat(found.warnings()).containsAll(found.figureWarnings());
    assertThat(analysis(jsonl(lines), shifted(DAY), true).warnings())
        .contains(
            "Older than what the target keeps (7d): 1 sample of 1 series, as they lie in the bundle.");
    assertThat(analysis(jsonl(line("m", NOW)), shifted(0), true).warnings()).isEmpty();
  }

  @Test
  void figuresOfTheFirstLinesSayThatTheyAre() throws IOException {
    String lines = line("old", NOW - 8 * DAY) + later(Preflight.QUICK_LINES);
    assertThat(analysis(jsonl(lines), shifted(0), false).warnings())
        .containsExactly(
            "Older than what the target keeps (7d), so not sent: 1 sample of 1 series, in the first"
                + " 2,000 lines.");
  }

  @Test
  void suggestedShiftEndsTheLastSampleNowAlsoWhereItWasNotRead() throws IOException {
    String lines = line("old", NOW - 9 * DAY).repeat(Preflight.QUICK_LINES) + line("m", NOW - DAY);
    assertThat(shift(jsonl(lines), true)).isEqualTo(DAY);
    assertThat(shift(jsonl(lines), false)).as("nothing tells the end of the rest").isZero();
    assertThat(shift(zip(lines, NOW - 9 * DAY, NOW - DAY / 2), false)).isEqualTo(DAY / 2);
    assertThat(shift(zip(lines, NOW - 9 * DAY, NOW - 2 * DAY), true)).isEqualTo(DAY);
  }

  @Test
  void noShiftIsSuggestedWhereNoneIsNeededOrTheManifestIsNonsense() throws IOException {
    String lines = later(Preflight.QUICK_LINES + 1);
    assertThat(shift(jsonl(lines), false)).isZero();
    assertThat(shift(zip(lines, NOW - DAY, NOW), false)).isZero();
    assertThat(shift(zip(lines, NOW + DAY, NOW - DAY), false)).isZero();
  }

  private long shift(Path file, boolean full) {
    return analysis(file, shifted(0), full).suggestedShiftMs();
  }

  /** As the service does it, with a target that was asked already. */
  private Analysis analysis(Path file, ImportConfig config, boolean full) {
    BundleFile bundle = BundleFile.open(file, ReadLimits.defaults());
    TargetKeeps keeps = new TargetKeeps(LIMITS.cutoffMillis(NOW), LIMITS.maxLabels());
    ImportSettings settings =
        new ImportSettings(
            ReadLimits.defaults(), Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC));
    PreflightReport report = new Preflight(bundle, config, keeps, settings).run(full, () -> false);
    Connection target = Connection.to("http://vm:8428");
    Targets.Found found =
        new Targets.Found(
            new Target(target, "", target, "", "cluster", "", true, List.of(), List.of()), LIMITS);
    Upload upload = new Upload("0".repeat(32), Owner.user("anna"), "b", "zip", 1, "", NOW, folder);
    return Analysis.of(
        upload,
        config,
        new Preflights.Result(bundle, report, Optional.of(found), Optional.empty(), keeps, NOW));
  }

  private static ImportConfig shifted(long byMillis) {
    return new ImportConfig(
        "http://vm:8428", "", "", "", "", "", "", "", false, 0, 0, true, byMillis, 0, List.of(), 0);
  }

  private static String line(String name, long stamp) {
    return "{\"metric\":{\"__name__\":\"%s\"},\"values\":[1],\"timestamps\":[%d]}%n"
        .formatted(name, stamp);
  }

  /** So many lines of the last day. */
  private static String later(int lines) {
    return IntStream.range(0, lines)
        .mapToObj(i -> line("m", NOW - 1000 - i))
        .collect(Collectors.joining());
  }

  private Path jsonl(String lines) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "lines", ".jsonl"), lines);
  }

  private Path zip(String lines, long startMillis, long endMillis) throws IOException {
    Path file = Files.createTempFile(folder, "bundle", ".zip");
    String manifest =
        "{\"version\":\"2.0.0\",\"export_id\":\"a\",\"metrics_count\":1,\"time_range\":{\"start\":\"%s\",\"end\":\"%s\"}}"
            .formatted(Instant.ofEpochMilli(startMillis), Instant.ofEpochMilli(endMillis));
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("metrics.jsonl"));
      zip.write(lines.getBytes(StandardCharsets.UTF_8));
      zip.putNextEntry(new ZipEntry("metadata.json"));
      zip.write(manifest.getBytes(StandardCharsets.UTF_8));
    }
    return file;
  }
}
