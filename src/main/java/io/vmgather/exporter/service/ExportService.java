package io.vmgather.exporter.service;

import io.vmgather.common.jobs.WorkerThreads;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exporter as a service, put together: begins with a sweep of what earlier servers left, tidies
 * up each minute, and stops everything in order when closed.
 */
public final class ExportService implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExportService.class);
  private static final Duration STOP = Duration.ofSeconds(5);

  private final ServiceSettings settings;
  private final Sessions sessions;
  private final FinishedBundles bundles;
  private final ExportJobs jobs;
  private final ScheduledExecutorService housekeeping = WorkerThreads.single("housekeeping");
  private volatile boolean stopping;

  public ExportService(ServiceSettings settings, JobListener listener) {
    this.settings = settings;
    this.sessions = new Sessions(settings.keepSession(), settings.clock());
    this.bundles = new FinishedBundles(settings);
    StagedElsewhere elsewhere = new StagedElsewhere(settings.stagingRoot(), settings.clock());
    this.jobs = new ExportJobs(settings, sessions, bundles, elsewhere.before(listener));
    Leftovers leftovers = new Leftovers(settings, elsewhere);
    housekeeping.execute(guarded(leftovers::sweep));
    repeat(this::tidyUp, Duration.ofMinutes(1));
    repeat(leftovers::sweep, Duration.ofHours(1));
  }

  private void repeat(Runnable work, Duration pause) {
    Future<?> unused =
        housekeeping.scheduleWithFixedDelay(
            guarded(work), pause.toSeconds(), pause.toSeconds(), TimeUnit.SECONDS);
  }

  /** A failure must not end the repetition. */
  private static Runnable guarded(Runnable work) {
    return () -> {
      try {
        work.run();
      } catch (RuntimeException e) {
        LOG.atWarn().setCause(e).log("tidying up failed and is tried again later");
      }
    };
  }

  public ServiceSettings settings() {
    return settings;
  }

  public ExportJobs jobs() {
    return jobs;
  }

  public FinishedBundles bundles() {
    return bundles;
  }

  public Sessions sessions() {
    return sessions;
  }

  public Sources sources() {
    return new Sources(settings.export().client());
  }

  public Folders folders() {
    return new Folders(settings);
  }

  public Instant now() {
    return settings.clock().instant();
  }

  /** Whether the server is about to end: whoever waits should not any longer. */
  public boolean stopping() {
    return stopping;
  }

  private void tidyUp() {
    jobs.forgetOld();
    bundles.removeOld();
    sessions.forgetIdle();
  }

  @Override
  public void close() {
    stopping = true;
    housekeeping.shutdownNow();
    jobs.close();
    WorkerThreads.end(housekeeping, STOP);
    bundles.close();
  }
}
