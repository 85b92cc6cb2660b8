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

/**
 * What a completed export came to.
 *
 * @param metricsExported JSON lines written
 * @param route how the samples were read: {@code export} or {@code query_range}
 * @param obfuscation null when nothing was hidden
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
    boolean mapAvailable,
    String downloadPath) {

  /**
   * What was replaced, without any original.
   *
   * @param residueRewritten other labels, to the number of series in which originals were replaced
   * @param notHunted why values were not looked for in other labels, to how many
   */
  public record Hidden(
      Map<String, ObfuscationReport.HiddenLabel> labels,
      Map<String, Long> residueRewritten,
      Scan leakScan,
      Map<String, Long> notHunted,
      List<String> publicWords,
      List<String> telltaleNames,
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
          report.relabelled());
    }
  }

  /** The last check: {@code residual} is 0 in every bundle. */
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
        outcome.privateMap().isPresent(),
        "api/download?path=" + URLEncoder.encode(path, StandardCharsets.UTF_8));
  }
}
