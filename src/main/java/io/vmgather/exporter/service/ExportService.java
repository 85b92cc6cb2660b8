package io.vmgather.exporter.service;

import io.vmgather.common.jobs.Housekeeping;
import java.time.Duration;
import java.time.Instant;

/**
 * The exporter as a service, put together: begins with a sweep of what earlier servers left, tidies
 * up each minute, and stops everything in order when closed.
 */
public final class ExportService implements AutoCloseable {
  private final ServiceSettings settings;
  private final Sessions sessions;
  private final FinishedBundles bundles;
  private final ExportJobs jobs;
  private final Housekeeping housekeeping = new Housekeeping();
  private volatile boolean stopping;

  public ExportService(ServiceSettings settings, JobListener listener) {
    this.settings = settings;
    this.sessions = new Sessions(settings.keepSession(), settings.clock());
    this.bundles = new FinishedBundles(settings);
    StagedElsewhere elsewhere = new StagedElsewhere(settings.stagingRoot(), settings.clock());
    this.jobs = new ExportJobs(settings, sessions, bundles, elsewhere.before(listener));
    Leftovers leftovers = new Leftovers(settings, elsewhere);
    housekeeping.repeat(leftovers::sweep, Duration.ofHours(1));
    // Each by itself: one that fails keeps the others from nothing.
    housekeeping.repeat(jobs::forgetOld, Duration.ofMinutes(1));
    housekeeping.repeat(bundles::removeOld, Duration.ofMinutes(1));
    housekeeping.repeat(sessions::forgetIdle, Duration.ofMinutes(1));
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

  @Override
  public void close() {
    stopping = true;
    housekeeping.stop();
    jobs.close();
    housekeeping.close();
    bundles.close();
  }
}
