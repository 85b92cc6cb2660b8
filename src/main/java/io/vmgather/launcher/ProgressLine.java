package io.vmgather.launcher;

import io.vmgather.exporter.job.ExportProgress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * Shows an export's progress: a line that rewrites itself on a terminal, a line every few seconds
 * elsewhere, and at once when a request failed and will be tried again. Runs on a thread of its own
 * until stopped.
 */
final class ProgressLine {
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration ELSEWHERE = Duration.ofSeconds(5);

  private static final int ROW = 79;

  private final ExportProgress progress;
  private final PrintStream out;
  private final boolean terminal;
  private final Thread thread;

  private ProgressLine(ExportProgress progress, PrintStream out, boolean terminal) {
    this.progress = progress;
    this.out = out;
    this.terminal = terminal;
    this.thread = new Thread(this::show, "progress");
    thread.setDaemon(true);
  }

  static ProgressLine start(ExportProgress progress, PrintStream out, boolean terminal) {
    ProgressLine line = new ProgressLine(progress, out, terminal);
    line.thread.start();
    return line;
  }

  private void show() {
    long shownAt = System.nanoTime();
    String waitingFor = "";
    try {
      while (true) {
        Thread.sleep(LOOK.toMillis());
        ExportProgress.Snapshot now = progress.snapshot();
        boolean news = !now.waitingFor().isEmpty() && !now.waitingFor().equals(waitingFor);
        waitingFor = now.waitingFor();
        if (terminal) {
          out.print("\r" + onOneRow(text(now)) + "\u001b[K");
          out.flush();
        } else if (news || System.nanoTime() - shownAt >= ELSEWHERE.toNanos()) {
          out.println(text(now));
          shownAt = System.nanoTime();
        }
      }
    } catch (InterruptedException e) {
      if (terminal) {
        out.print("\r\u001b[K");
        out.flush();
      }
    }
  }

  /** A line that wraps can't be rewritten. */
  private static String onOneRow(String text) {
    return text.length() > ROW ? text.substring(0, ROW - 1) + "…" : text;
  }

  static String text(ExportProgress.Snapshot now) {
    if (!now.waitingFor().isEmpty()) {
      return "waiting to try again: " + now.waitingFor();
    }
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

  /** Clears the line and ends the thread. */
  void stop() {
    thread.interrupt();
    try {
      thread.join(1000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
