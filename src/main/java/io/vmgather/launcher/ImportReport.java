package io.vmgather.launcher;

import io.vmgather.importer.job.ImportConfig;
import io.vmgather.importer.job.ImportOutcome;
import io.vmgather.importer.job.ImportSummary;
import io.vmgather.importer.job.PreflightReport;
import io.vmgather.importer.plan.SkippedLine;
import io.vmgather.importer.read.BundleFile;
import io.vmgather.importer.target.Target;
import io.vmgather.importer.target.TargetLimits;
import io.vmgather.importer.verify.VerificationReport;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The lines at the end of an import, or instead of one. */
final class ImportReport {
  private static final int SHOWN = 10;

  private ImportReport() {}

  static void sent(
      BundleFile bundle,
      Target target,
      ImportConfig config,
      ImportOutcome outcome,
      PrintStream out) {
    outcome.warnings().forEach(warning -> out.println("warning: " + warning));
    target(target, out);
    bundle(bundle, outcome.content().inflatedBytes(), outcome.content().inManifest(), out);
    row(
        out,
        "sent",
        "%,d series, %,d samples, %s in %,d requests",
        outcome.series(),
        outcome.samplesSent(),
        Amount.bytes(outcome.bytesSent()),
        outcome.chunks());
    changes(config, outcome.summary(), out);
    skipped(outcome.summary(), outcome.skippedSamples(), outcome.skipped(), out);
    double seconds = Math.max(0.001, outcome.elapsed().toMillis() / 1000.0);
    row(
        out,
        "time",
        "%s, %s/s",
        Amount.time(outcome.elapsed()),
        Amount.bytes((long) (outcome.bytesSent() / seconds)));
  }

  static void look(
      BundleFile bundle,
      Target target,
      TargetLimits limits,
      ImportConfig config,
      PreflightReport report,
      PrintStream out) {
    report.warnings().forEach(warning -> out.println("warning: " + warning));
    target(target, out);
    row(out, "keeps", "%s", limits.retention().isEmpty() ? "unknown" : limits.retention());
    ImportSummary summary = report.summary();
    bundle(bundle, summary.inflatedBytes(), report.checksum().equals("matches"), out);
    row(
        out,
        "would send",
        "%,d series, %,d of %,d samples",
        report.series(),
        summary.points(),
        summary.totalPoints());
    changes(config, summary, out);
    if (report.outsideSamples() > 0) {
      row(
          out,
          "too old",
          "%,d samples of %,d series, as they lie in the bundle",
          report.outsideSamples(),
          report.outsideSeries());
    }
    if (report.futureSamples() > 0) {
      row(out, "future", "%,d samples, as they lie in the bundle", report.futureSamples());
    }
    long samples = report.skippedReasons().stream().mapToLong(reason -> reason.samples()).sum();
    skipped(summary, samples, report.skipped(), out);
  }

  static void verified(VerificationReport report, PrintStream out) {
    if (report.verified()) {
      row(
          out,
          "verified",
          "all %,d samples of %,d series are there",
          report.samplesExpected(),
          report.seriesExpected());
      repeated(report, out);
      return;
    }
    if (report.missingSamples() == 0) {
      row(out, "UNCERTAIN", "%s", report.message());
      repeated(report, out);
      return;
    }
    row(
        out,
        "DIFFERS",
        "%,d of %,d samples are missing, in %,d series",
        report.missingSamples(),
        report.samplesExpected(),
        report.differencesTotal());
    repeated(report, out);
    report.differences().stream()
        .limit(SHOWN)
        .forEach(
            gap ->
                out.printf(
                    "  %s: %,d of %,d; %s%n",
                    gap.labels(), gap.found(), gap.expected(), gap.reason()));
  }

  private static void repeated(VerificationReport report, PrintStream out) {
    if (report.repeatedSamples() > 0) {
      row(
          out,
          "twice",
          "%,d samples are there more than once, until the target deduplicates",
          report.repeatedSamples());
    }
  }

  private static void target(Target target, PrintStream out) {
    String kind = (target.flavour() + " " + target.version()).strip();
    row(
        out,
        "target",
        "%s%s, %s",
        target.write().withoutSecrets().url(),
        target.insertPath() + "/api/v1/import",
        kind);
  }

  private static void bundle(BundleFile bundle, long inflated, boolean checksum, PrintStream out) {
    row(
        out,
        "bundle",
        "%s, %s, %s unpacked%s",
        bundle.path().getFileName(),
        Amount.bytes(bundle.sourceBytes()),
        Amount.bytes(inflated),
        checksum ? ", checksum as the manifest says" : "");
  }

  private static void changes(ImportConfig config, ImportSummary summary, PrintStream out) {
    if (summary.start() != null) {
      row(out, "range", "%s to %s", summary.start(), summary.end());
    }
    if (config.timeShiftMs() != 0) {
      String sign = config.timeShiftMs() < 0 ? "-" : "+";
      Duration by = Duration.ofMillis(Math.abs(config.timeShiftMs()));
      row(out, "moved", "%s%s", sign, by.toString().substring(2).toLowerCase(Locale.ROOT));
    }
    if (!config.dropLabels().isEmpty()) {
      row(out, "dropped", "labels %s", String.join(", ", config.dropLabels()));
    }
    if (summary.normalizedTs()) {
      row(out, "times", "were no milliseconds; they were brought to such");
    }
    if (summary.droppedOld() > 0) {
      row(out, "left out", "%,d samples older than what the target keeps", summary.droppedOld());
    }
    if (summary.overLabelLimit() > 0) {
      row(
          out,
          "labels",
          "%,d series have more than %d: the target drops them whole; see --drop",
          summary.overLabelLimit(),
          summary.maxLabelsLimit());
    }
  }

  private static void skipped(
      ImportSummary summary, long samples, List<SkippedLine> lines, PrintStream out) {
    if (summary.skippedLines() == 0) {
      return;
    }
    row(out, "skipped", "%,d lines, %,d samples", summary.skippedLines(), samples);
    lines.stream()
        .limit(SHOWN)
        .forEach(line -> out.printf("  line %,d: %s%n", line.line(), line.reason()));
  }

  private static void row(PrintStream out, String name, String format, Object... values) {
    out.printf("%-11s  %s%n", name, String.format(Locale.ROOT, format, values));
  }
}
