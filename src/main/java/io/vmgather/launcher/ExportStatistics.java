package io.vmgather.launcher;

import io.vmgather.exporter.bundle.FinishedBundle;
import io.vmgather.exporter.job.ExportOutcome;
import io.vmgather.exporter.obfuscate.ObfuscationReport;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The lines at the end of an export. */
final class ExportStatistics {
  private ExportStatistics() {}

  static void print(ExportOutcome outcome, PrintStream out) {
    outcome.warnings().forEach(warning -> out.println("warning: " + warning));
    outcome.bundle().ifPresent(bundle -> printBundle(bundle, out));
    row(
        out,
        "contents",
        String.format(
            Locale.ROOT,
            "%,d series, %,d samples, %,d lines, %s by %s",
            outcome.series(),
            outcome.samples(),
            outcome.lines(),
            Amount.bytes(outcome.sourceBytes()),
            outcome.route()));
    row(out, "range", outcome.window().start() + " to " + outcome.window().end());
    printHidden(outcome, out);
    double seconds = Math.max(0.001, outcome.elapsed().toMillis() / 1000.0);
    row(
        out,
        "time",
        Amount.time(outcome.elapsed())
            + ", "
            + Amount.bytes((long) (outcome.sourceBytes() / seconds))
            + "/s");
  }

  private static void printBundle(FinishedBundle bundle, PrintStream out) {
    row(out, "bundle", bundle.path().toString());
    row(out, "size", String.format(Locale.ROOT, "%,d bytes", bundle.sizeBytes()));
    row(out, "sha-256", bundle.sha256());
  }

  private static void printHidden(ExportOutcome outcome, PrintStream out) {
    if (outcome.report().isEmpty()) {
      row(out, "hidden", "nothing: real names are in it");
      return;
    }
    var report = outcome.report().get();
    row(
        out,
        "hidden",
        report.labels().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(label -> label.getValue().tokens() + " values of " + label.getKey())
            .collect(Collectors.joining(", ")));
    if (!report.residueRewritten().isEmpty()) {
      row(
          out,
          "elsewhere",
          report.residueRewritten().entrySet().stream()
              .sorted(Map.Entry.comparingByKey())
              .map(label -> label.getValue() + " in " + label.getKey())
              .collect(Collectors.joining(", ", "replaced too: ", "")));
    }
    printLookedAt(report, out);
    row(
        out,
        "leak scan",
        String.format(
            Locale.ROOT,
            "%s; %,d label sets checked",
            report.leakScan().residual() == 0
                ? "nothing left"
                : report.leakScan().residual() + " left",
            report.leakScan().checkedLabelSets()));
  }

  /** What a person may want to look at before the bundle goes. */
  private static void printLookedAt(ObfuscationReport report, PrintStream out) {
    if (!report.notHunted().isEmpty()) {
      row(
          out,
          "only there",
          "hidden in their own label, not looked for in others: " + kept(report));
    }
    if (!report.metricNamesWithOriginals().isEmpty()) {
      row(
          out,
          "look at",
          "metric names that hold a hidden word: "
              + String.join(", ", report.metricNamesWithOriginals()));
    }
    if (!report.relabelled().isEmpty()) {
      row(out, "look at", "may want hiding too: " + String.join(", ", report.relabelled()));
    }
  }

  private static String kept(ObfuscationReport report) {
    String counts =
        report.notHunted().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(reason -> reason.getValue() + " " + reason.getKey().replace('_', ' '))
            .collect(Collectors.joining(", "));
    return report.publicWords().isEmpty()
        ? counts
        : counts + " (" + String.join(", ", report.publicWords()) + ")";
  }

  private static void row(PrintStream out, String name, String text) {
    out.printf("%-11s  %s%n", name, text);
  }
}
