package io.vmgather.exporter.job;

import io.vmgather.FakeClock;
import java.time.Instant;

/**
 * A run's clock that does something once, where the run asks for the time at a moment: {@code
 * <stage> <completed batches> <committed batches>}. Time hurries on it.
 */
final class AtMoment extends FakeClock {
  private final Hurried time = new Hurried();
  private final String moment;
  private final Runnable action;
  private ExportRun run;
  private boolean looking;

  AtMoment(String moment, Runnable action) {
    this.moment = moment;
    this.action = action;
  }

  /** The run whose moments count. */
  void of(ExportRun watched) {
    run = watched;
  }

  @Override
  public Instant instant() {
    // The snapshot asks this clock, too.
    if (run != null && !looking) {
      looking = true;
      ExportProgress.Snapshot now = run.progress().snapshot();
      String here = now.stage() + " " + now.completedBatches() + " " + run.committedBatches();
      if (here.equals(moment)) {
        run = null;
        action.run();
      }
      looking = false;
    }
    return time.instant();
  }
}
