package io.vmgather.common.jobs;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tidies up again and again, on one thread of its own, until it is closed. */
public final class Housekeeping implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
  private static final Duration STOP = Duration.ofSeconds(5);

  private final ScheduledExecutorService thread = WorkerThreads.single("housekeeping");

  /**
   * Does it now, and each time after a pause; a failure of any kind is logged and ends nothing.
   *
   * @param pause from the end to the next begin
   */
  public void repeat(Runnable work, Duration pause) {
    Future<?> unused =
        thread.scheduleWithFixedDelay(
            () -> guarded(work), 0, pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void guarded(Runnable work) {
    try {
      work.run();
    } catch (Throwable e) {
      // Whatever gets out of here ends the repetition for good, without a word.
      said(e);
    }
  }

  private static void said(Throwable failure) {
    try {
      LOG.atWarn().setCause(failure).log("tidying up failed and is tried again later");
    } catch (OutOfMemoryError e) {
      // The heap is full still; the next time it may say so.
    }
  }

  /** Begins no more work and interrupts what is done at present. */
  public void stop() {
    thread.shutdownNow();
  }

  /** Ends the thread; see {@link WorkerThreads#end}. */
  @Override
  public void close() {
    stop();
    WorkerThreads.end(thread, STOP);
  }
}
