package io.vmgather.importer.web;

import io.vmgather.importer.job.ImportConfig;
import io.vmgather.importer.job.Preflight;
import io.vmgather.importer.job.PreflightReport;
import io.vmgather.importer.plan.SkippedReason;
import io.vmgather.importer.plan.TimestampUnit;
import io.vmgather.importer.service.Preflights;
import io.vmgather.importer.target.TargetLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What an import would lose or change, in sentences: for clients that show warnings and no figures.
 */
final class FigureWarnings {
  private final PreflightReport report;
  private final ImportConfig config;
  private final TargetLimits limits;
  private final List<String> warnings = new ArrayList<>();

  private FigureWarnings(Preflights.Result result, ImportConfig config) {
    this.report = result.report();
    this.config = config;
    this.limits = result.target().map(found -> found.limits()).orElse(TargetLimits.UNKNOWN);
  }

  /** One each; empty when all would arrive as it is. */
  static List<String> of(Preflights.Result result, ImportConfig config) {
    FigureWarnings made = new FigureWarnings(result, config);
    made.times();
    made.labels();
    made.lines();
    return List.copyOf(made.warnings);
  }

  private void times() {
    boolean moved = config.timeShiftMs() != 0;
    String counted = moved ? ", as they lie in the bundle" : "";
    if (report.outsideSamples() > 0) {
      String fate = config.dropOld() ? ", so not sent" : ", so dropped by it without a word";
      add(
          "Older than what the target keeps (%s)%s: %s of %s%s",
          limits.retention(),
          moved ? "" : fate,
          samples(report.outsideSamples()),
          series(report.outsideSeries()),
          counted);
    }
    if (report.futureSamples() > 0) {
      add(
          "Later than now, of which the target drops what is more than %s ahead: %s%s",
          Duration.ofMillis(limits.futureMillis()).toString().substring(2).toLowerCase(Locale.ROOT),
          samples(report.futureSamples()),
          counted);
    }
  }

  private void labels() {
    if (report.summary().overLabelLimit() > 0) {
      add(
          "More than %d labels, so dropped by the target as a whole: %s with %s",
          report.summary().maxLabelsLimit(),
          series(report.summary().overLabelLimit()),
          samples(report.summary().overLimitPoints()));
    }
  }

  private void lines() {
    if (report.summary().skippedLines() > 0) {
      long lost = report.skippedReasons().stream().mapToLong(SkippedReason::samples).sum();
      add(
          "Not to be imported, so skipped: %s with %s",
          counted(report.summary().skippedLines(), "line", "lines"), samples(lost));
    }
    report
        .scaled()
        .forEach(
            (unit, count) ->
                add("Times in %s, sent as milliseconds: %s", words(unit), samples(count)));
  }

  /** Says what the figures are of, where that is not the whole bundle. */
  private void add(String format, Object... values) {
    String among =
        report.summary().sampleCut()
            ? String.format(Locale.ROOT, ", in the first %,d lines", Preflight.QUICK_LINES)
            : "";
    warnings.add(String.format(Locale.ROOT, format, values) + among + ".");
  }

  private static String samples(long count) {
    return counted(count, "sample", "samples");
  }

  private static String series(long count) {
    return counted(count, "series", "series");
  }

  private static String counted(long count, String one, String many) {
    return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : many);
  }

  private static String words(TimestampUnit unit) {
    return switch (unit) {
      case SECONDS -> "seconds";
      case MILLIS -> "milliseconds";
      case MICROS -> "microseconds";
      case NANOS -> "nanoseconds";
    };
  }
}
