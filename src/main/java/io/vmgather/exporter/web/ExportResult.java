package io.vmgather.exporter.web;

import io.vmgather.exporter.bundle.FinishedBundle;
import io.vmgather.exporter.job.ExportOutcome;
import io.vmgather.exporter.obfuscate.LeakScan;
import io.vmgather.exporter.obfuscate.ObfuscationReport;
import io.vmgather.exporter.service.JobSnapshot;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What a completed export came to.
 *
 * @param exportId also part of the bundle's name
 * @param archivePath to download it by
 * @param archiveName file name
 * @param archiveSizeBytes of the ZIP
 * @param metricsExported JSON lines written
 * @param seriesExported distinct label sets
 * @param samplesExported of all series
 * @param inflatedBytes of the JSON lines
 * @param timeRange that was exported
 * @param obfuscationApplied whether anything was hidden
 * @param sha256 of the ZIP, in hexadecimal digits
 * @param route how the samples were read: {@code export} or {@code query_range}
 * @param warnings for the user to read
 * @param obfuscation what was replaced; null when nothing was hidden
 * @param droppedLabels those that were left out, whether anything was hidden or not
 * @param mapAvailable whether {@code export/map} has what reads the tokens back
 * @param downloadPath relative to the application's own address
 */
public record ExportResult(
    String exportId,
    String archivePath,
    String archiveName,
    long archiveSizeBytes,
    long metricsExported,
    long seriesExported,
    long samplesExported,
    long inflatedBytes,
    ExportStatus.TimeSpan timeRange,
    boolean obfuscationApplied,
    String sha256,
    String route,
    List<String> warnings,
    Hidden obfuscation,
    List<String> droppedLabels,
    boolean mapAvailable,
    String downloadPath) {

  /**
   * What was replaced, without any original.
   *
   * @param labels hidden label to its tokens
   * @param residueRewritten other labels, to the number of series in which originals were replaced
   * @param leakScan the last check
   * @param notHunted why values were not looked for in other labels, to how many
   * @param publicWords those of them that are component names and the like
   * @param telltaleNames metrics whose names contain an original as a part; names stay as they are
   * @param clearLabels labels whose values all are in the bundle as they were, the metric's name
   *     aside
   * @param relabelled labels such as {@code exported_job}, which may want hiding, too
   */
  public record Hidden(
      Map<String, ObfuscationReport.HiddenLabel> labels,
      Map<String, Long> residueRewritten,
      Scan leakScan,
      Map<String, Long> notHunted,
      List<String> publicWords,
      List<String> telltaleNames,
      List<String> clearLabels,
      List<String> relabelled) {
    static Hidden of(ObfuscationReport report) {
      LeakScan scan = report.leakScan();
      return new Hidden(
          report.labels(),
          report.residueRewritten(),
          new Scan(scan.checkedLabelSets(), scan.residual()),
          report.notHunted(),
          report.publicWords(),
          report.metricNamesWithOriginals(),
          report.keptLabels(),
          report.relabelled());
    }
  }

  /**
   * The last check.
   *
   * @param checkedLabelSets that were searched for originals
   * @param residual originals that were found; 0 in every bundle
   */
  public record Scan(long checkedLabelSets, long residual) {}

  static ExportResult of(JobSnapshot job, ExportOutcome outcome) {
    FinishedBundle bundle = outcome.bundle().orElseThrow();
    String path = bundle.path().toString();
    return new ExportResult(
        outcome.exportId(),
        path,
        bundle.name(),
        bundle.sizeBytes(),
        outcome.lines(),
        outcome.series(),
        outcome.samples(),
        bundle.metrics().bytes(),
        ExportStatus.TimeSpan.of(outcome.window()),
        outcome.report().isPresent(),
        bundle.sha256(),
        outcome.route(),
        outcome.warnings(),
        outcome.report().map(Hidden::of).orElse(null),
        List.copyOf(new TreeSet<>(job.config().obfuscation().dropLabels())),
        outcome.privateMap().isPresent(),
        "api/download?path=" + URLEncoder.encode(path, StandardCharsets.UTF_8));
  }
}
