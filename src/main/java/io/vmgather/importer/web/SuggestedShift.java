package io.vmgather.importer.web;

import io.vmgather.common.bundle.Manifest;
import io.vmgather.importer.job.PreflightReport;
import io.vmgather.importer.service.Preflights;

/** How far a bundle's samples would have to move to end now. */
final class SuggestedShift {
  private SuggestedShift() {}

  /**
   * In milliseconds; 0 when the target loses nothing as they are, or too little is known to tell.
   */
  static long millis(Preflights.Result result) {
    PreflightReport report = result.report();
    if (!report.summary().sampleCut()) {
      boolean lost = report.outsideSamples() > 0 || report.futureSamples() > 0;
      return lost ? result.nowMillis() - report.lastMillis() : 0;
    }
    // What was not read may be later than all that was: only the manifest tells.
    return result
        .bundle()
        .manifest()
        .map(Manifest::timeRange)
        .filter(SuggestedShift::sound)
        .map(range -> millis(result, range))
        .orElse(0L);
  }

  private static boolean sound(Manifest.TimeRange range) {
    return range.start() != null && range.end() != null && range.start().isBefore(range.end());
  }

  private static long millis(Preflights.Result result, Manifest.TimeRange range) {
    PreflightReport report = result.report();
    boolean any = report.summary().totalPoints() > 0;
    long start = range.start().toEpochMilli();
    long end = range.end().toEpochMilli();
    long first = any ? Math.min(start, report.firstMillis()) : start;
    long last = any ? Math.max(end, report.lastMillis()) : end;
    boolean lost = first < result.keeps().cutoffMillis() || last > result.nowMillis();
    return lost ? result.nowMillis() - last : 0;
  }
}
