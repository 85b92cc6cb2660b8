package io.vmgather.launcher;

import io.vmgather.exporter.job.ExportProgress;
import java.time.Duration;
import java.util.Locale;

/** An export's progress as a line of text. */
final class ExportProgressText {
  private ExportProgressText() {}

  static ProgressLine.Shown of(ExportProgress.Snapshot now) {
    return new ProgressLine.Shown(text(now), now.waitingFor());
  }

  private static String text(ExportProgress.Snapshot now) {
    return switch (now.stage()) {
      case CONNECTING -> "connecting";
      case DISCOVERING -> "looking for components, jobs and label values";
      case CHECKING -> "checking that nothing hidden is left";
      case PACKING -> "packing the bundle";
      case DONE -> "done";
      case EXPORTING ->
          String.format(
              Locale.ROOT,
              "%3.0f%%  batch %d of %d  %,d samples  %s  %s/s  %s",
              now.progress() * 100,
              now.completedBatches(),
              now.batches(),
              now.samples(),
              Amount.bytes(now.sourceBytes()),
              Amount.bytes((long) (now.sourceBytes() / seconds(now.elapsed()))),
              now.etaSeconds() < 0
                  ? ""
                  : Amount.time(Duration.ofSeconds(now.etaSeconds())) + " left");
    };
  }

  private static double seconds(Duration time) {
    return Math.max(0.001, time.toMillis() / 1000.0);
  }
}
