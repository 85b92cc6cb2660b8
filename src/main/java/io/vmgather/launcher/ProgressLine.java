package io.vmgather.launcher;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Shows how far some work is: a line that rewrites itself on a terminal, a line every few seconds
 * elsewhere, and at once when a request failed and will be tried again. Runs on a thread of its own
 * until stopped.
 */
final class ProgressLine {
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration ELSEWHERE = Duration.ofSeconds(5);

  private static final int ROW = 79;

  private final Supplier<Shown> progress;
  private final PrintStream out;
  private final boolean terminal;
  private final Thread thread;

  /**
   * One moment of the work.
   *
   * @param text how far it is
   * @param waitingFor the failure after which it waits to try again; empty when it doesn't
   */
  record Shown(String text, String waitingFor) {
    private String line() {
      return waitingFor.isEmpty() ? text : "waiting to try again: " + waitingFor;
    }
  }

  private ProgressLine(Supplier<Shown> progress, PrintStream out, boolean terminal) {
    this.progress = progress;
    this.out = out;
    this.terminal = terminal;
    this.thread = new Thread(this::show, "progress");
    thread.setDaemon(true);
  }

  static ProgressLine start(Supplier<Shown> progress, PrintStream out, boolean terminal) {
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
        Shown now = progress.get();
        boolean news = !now.waitingFor().isEmpty() && !now.waitingFor().equals(waitingFor);
        waitingFor = now.waitingFor();
        if (terminal) {
          out.print("\r" + onOneRow(now.line()) + "\u001b[K");
          out.flush();
        } else if (news || System.nanoTime() - shownAt >= ELSEWHERE.toNanos()) {
          out.println(now.line());
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
