package io.vmgather.importer.web;

import io.vmgather.common.bundle.Manifest;
import io.vmgather.common.web.ErrorBody;
import io.vmgather.importer.job.ImportConfig;
import io.vmgather.importer.job.ImportSummary;
import io.vmgather.importer.job.PreflightReport;
import io.vmgather.importer.plan.Outlook;
import io.vmgather.importer.plan.PlanSettings;
import io.vmgather.importer.plan.SkippedLine;
import io.vmgather.importer.plan.SkippedReason;
import io.vmgather.importer.service.Preflights;
import io.vmgather.importer.service.Targets;
import io.vmgather.importer.service.Upload;
import io.vmgather.importer.target.TargetLimits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an import would come to.
 *
 * @param summary of the lines that were looked at
 * @param analysisMode {@code sample} for the first 2,000 lines, {@code full} for all
 * @param retentionCutoff what is older the target does not keep, in milliseconds since the epoch; 0
 *     when unknown
 * @param maxLabelsLimit labels a series may have, as it was counted against
 * @param maxLabelsSource {@code override}, {@code metrics}, {@code promql} or {@code default}
 * @param detectedMaxLabelsLimit what the target says; 0 when it says nothing
 * @param protectedLabels labels that can't be left out
 * @param warnings for the user to read
 * @param figureWarnings those of the warnings that say what other fields tell in numbers: for
 *     clients that show these to leave out
 * @param suggestedShiftMs that would end the samples now; 0 when none is needed, and when only a
 *     part was read and no manifest tells the range of the rest
 * @param bundle the file
 * @param target what is known of the target; null when it does not answer
 * @param targetError why it does not; null when it does
 * @param nowMs this server's clock
 * @param series distinct label sets
 * @param firstMs earliest sample as it lies in the bundle; 0 without one
 * @param lastMs latest
 * @param skipped the first 100 lines that can't be imported
 * @param skippedReasons all reasons for that
 * @param labelHistogram series by their number of labels
 * @param overLimitGroups series over the limit by their label names, at most 200
 * @param overLimitGroupsCut whether there are more
 * @param timeHistogram samples by time
 * @param outsideRetention samples that the target would not keep, before any shift
 * @param inFuture samples that are later than now, before any shift
 * @param timestampUnit {@code s}, {@code ms}, {@code us} or {@code ns}
 * @param elapsedMs that the look took
 */
public record Analysis(
    ImportSummary summary,
    String analysisMode,
    long retentionCutoff,
    int maxLabelsLimit,
    String maxLabelsSource,
    int detectedMaxLabelsLimit,
    List<String> protectedLabels,
    List<String> warnings,
    List<String> figureWarnings,
    long suggestedShiftMs,
    BundleFacts bundle,
    TargetFacts target,
    ErrorBody targetError,
    long nowMs,
    long series,
    long firstMs,
    long lastMs,
    List<SkippedLine> skipped,
    List<SkippedReason> skippedReasons,
    List<Outlook.LabelHistogram> labelHistogram,
    List<Outlook.LabelGroup> overLimitGroups,
    boolean overLimitGroupsCut,
    Outlook.Times timeHistogram,
    Outside outsideRetention,
    Outside inFuture,
    String timestampUnit,
    long elapsedMs) {

  /**
   * Samples that would be lost.
   *
   * @param points how many
   * @param series of how many series; 0 when that was not counted
   */
  public record Outside(long points, long series) {}

  /**
   * The file.
   *
   * @param bundleId to import it by
   * @param name as its sender called it
   * @param bytes of the file
   * @param sha256 of the file, in hexadecimal digits
   * @param kind {@code zip}, {@code jsonl} or {@code jsonl.gz}
   * @param manifest whether it has one
   * @param checksum {@code matches}, {@code absent} or {@code not_checked}
   * @param exportId by its manifest; empty without one
   * @param vmgatherVersion that made it; empty when unknown
   * @param obfuscated whether names were replaced
   * @param obfuscatedLabels labels that were replaced
   * @param series by its manifest; 0 when unknown
   * @param samples by its manifest; 0 when unknown
   * @param timeRange by its manifest; null when unknown
   */
  public record BundleFacts(
      String bundleId,
      String name,
      long bytes,
      String sha256,
      String kind,
      boolean manifest,
      String checksum,
      String exportId,
      String vmgatherVersion,
      boolean obfuscated,
      List<String> obfuscatedLabels,
      long series,
      long samples,
      Range timeRange) {
    static BundleFacts of(Upload upload, Optional<Manifest> said, String checksum) {
      Optional<Manifest.TimeRange> range = said.map(Manifest::timeRange);
      return new BundleFacts(
          upload.id(),
          upload.name(),
          upload.bytes(),
          upload.sha256(),
          upload.kind(),
          said.isPresent(),
          checksum,
          said.map(Manifest::exportId).orElse(""),
          said.map(Manifest::vmgatherVersion).orElse(""),
          said.map(Manifest::obfuscated).orElse(false),
          said.map(Manifest::obfuscation)
              .map(hidden -> hidden.labels().keySet().stream().sorted().toList())
              .orElse(List.of()),
          said.map(Manifest::seriesCount).orElse(0L),
          said.map(Manifest::samplesCount).orElse(0L),
          range.map(known -> new Range(known.start(), known.end())).orElse(null));
    }
  }

  /**
   * A range of time.
   *
   * @param start inside; null when unknown
   * @param end outside; null when unknown
   */
  public record Range(Instant start, Instant end) {}

  /**
   * The target.
   *
   * @param flavour what kind of server it is
   * @param version such as {@code v1.150.0}; empty when it does not tell
   * @param tenantId that is written to; empty for none
   * @param retentionText as its flag was given; empty when unknown
   * @param retentionMs how long it keeps samples; 0 when unknown
   * @param retentionSource {@code status}, {@code metrics}, {@code promql} or {@code unknown}
   */
  public record TargetFacts(
      String flavour,
      String version,
      String tenantId,
      String retentionText,
      long retentionMs,
      String retentionSource) {
    static TargetFacts of(Targets.Found found) {
      TargetLimits limits = found.limits();
      return new TargetFacts(
          found.target().flavour(),
          found.target().version(),
          found.target().write().tenantId(),
          limits.retention(),
          limits.retentionMillis(),
          limits.retentionSource().toString());
    }
  }

  static Analysis of(Upload upload, ImportConfig config, Preflights.Result result) {
    PreflightReport report = result.report();
    Optional<TargetLimits> limits = result.target().map(Targets.Found::limits);
    List<String> figures = FigureWarnings.of(result, config);
    return new Analysis(
        report.summary(),
        report.full() ? "full" : "sample",
        result.keeps().cutoffMillis(),
        report.summary().maxLabelsLimit(),
        source(config, limits),
        limits
            .filter(known -> !known.maxLabelsSource().toString().equals("default"))
            .map(TargetLimits::maxLabels)
            .orElse(0),
        PlanSettings.PROTECTED_LABELS,
        warnings(result, figures),
        figures,
        SuggestedShift.millis(result),
        BundleFacts.of(upload, result.bundle().manifest(), report.checksum()),
        result.target().map(TargetFacts::of).orElse(null),
        result.unanswered().map(ErrorBody::of).orElse(null),
        result.nowMillis(),
        report.series(),
        report.firstMillis(),
        report.lastMillis(),
        report.skipped(),
        report.skippedReasons(),
        report.labelHistogram(),
        report.overLimitGroups(),
        report.overLimitGroupsCut(),
        report.timeHistogram(),
        new Outside(report.outsideSamples(), report.outsideSeries()),
        new Outside(report.futureSamples(), 0),
        report.timestampUnit(),
        report.elapsed().toMillis());
  }

  private static String source(ImportConfig config, Optional<TargetLimits> limits) {
    return config.maxLabelsOverride() > 0
        ? "override"
        : limits.map(known -> known.maxLabelsSource().toString()).orElse("default");
  }

  private static List<String> warnings(Preflights.Result result, List<String> figures) {
    List<String> warnings = new ArrayList<>(result.report().warnings());
    result
        .target()
        .ifPresent(
            found -> {
              warnings.addAll(found.target().warnings());
              warnings.addAll(found.limits().warnings());
              if (found.limits().retentionMillis() == 0) {
                warnings.add("The target does not say how long it keeps data.");
              }
            });
    result
        .unanswered()
        .ifPresent(failure -> warnings.add("The target does not answer: " + failure.getMessage()));
    warnings.addAll(figures);
    return warnings;
  }
}
