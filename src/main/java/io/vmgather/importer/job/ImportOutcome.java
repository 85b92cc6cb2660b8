package io.vmgather.importer.job;

import io.vmgather.importer.plan.PlanCounts;
import io.vmgather.importer.plan.SkippedLine;
import io.vmgather.importer.plan.SkippedReason;
import io.vmgather.importer.read.BundleFile;
import java.time.Duration;
import java.util.List;

/**
 * An import whose every chunk was taken.
 *
 * @param content of the bundle
 * @param samplesSent the target has acknowledged, in this run and earlier ones
 * @param bytesSent in this run
 * @param chunks in this run
 * @param firstMillis earliest sample sent; 0 without one
 * @param skipped the first 100 lines that could not be imported
 * @param warnings for a person
 */
public record ImportOutcome(
    ImportSummary summary,
    BundleFile.Content content,
    long series,
    long samplesSent,
    long bytesSent,
    long chunks,
    long firstMillis,
    long lastMillis,
    long skippedSamples,
    List<SkippedLine> skipped,
    List<SkippedReason> skippedReasons,
    List<String> warnings,
    Duration elapsed) {
  static ImportOutcome of(
      BundleFile bundle,
      BundleFile.Content content,
      ImportConfig config,
      int maxLabels,
      PlanCounts counts,
      Position end,
      Duration elapsed) {
    ImportSummary.Extent extent =
        new ImportSummary.Extent(
            bundle.sourceBytes(), content.inflatedBytes(), content.inflatedBytes(), 0, false);
    return new ImportOutcome(
        ImportSummary.of(counts, extent, maxLabels),
        content,
        counts.series(),
        end.samples(),
        end.bytes(),
        end.chunks(),
        counts.firstSent(),
        counts.lastSent(),
        counts.skippedSamples(),
        counts.skipped(),
        counts.skippedReasons(),
        ManifestCounts.differences(bundle, counts, config.dropLabels()),
        elapsed);
  }
}
