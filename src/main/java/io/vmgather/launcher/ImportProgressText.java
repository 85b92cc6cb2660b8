package io.vmgather.launcher;

import io.vmgather.importer.job.ImportProgress;
import java.time.Duration;
import java.util.Locale;

/** An import's progress as a line of text. */
final class ImportProgressText {
  private ImportProgressText() {}

  static ProgressLine.Shown of(ImportProgress.Snapshot now) {
    return new ProgressLine.Shown(text(now), now.waitingFor());
  }

  private static String text(ImportProgress.Snapshot now) {
    return switch (now.stage()) {
      case QUEUED -> "opening the bundle";
      case CHECKING -> "checking the bundle from end to end";
      case DONE -> "sent";
      case SENDING ->
          String.format(
              Locale.ROOT,
              "%3.0f%%  chunk %d of %d  %,d samples  %s  %s/s  %s",
              now.progress() * 100,
              now.chunksCompleted(),
              now.chunksTotal(),
              now.sentSamples(),
              Amount.bytes(now.sentBytes()),
              Amount.bytes((long) now.bytesPerSecond()),
              now.etaSeconds() < 0
                  ? ""
                  : Amount.time(Duration.ofSeconds(now.etaSeconds())) + " left");
    };
  }
}
