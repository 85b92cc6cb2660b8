package io.vmgather.importer.service;

import io.vmgather.common.GatherException;
import io.vmgather.common.Owner;
import io.vmgather.common.jobs.Housekeeping;
import io.vmgather.importer.read.BundleFile;
import java.time.Duration;
import java.time.Instant;

/**
 * The importer as a service, put together: finds again what an earlier process did not complete,
 * tidies up each minute, and stops everything in order when closed.
 */
public final class ImportService implements AutoCloseable {
  private static final Duration TIDY = Duration.ofMinutes(1);

  private final ServiceSettings settings;
  private final UploadFolder folder;
  private final Uploads uploads;
  private final ImportJobs jobs;
  private final Housekeeping housekeeping = new Housekeeping();
  private volatile boolean stopping;

  public ImportService(ServiceSettings settings, JobListener listener) {
    this.settings = settings;
    this.folder = UploadFolder.take(settings.stagingRoot(), settings.clock());
    this.uploads = new Uploads(settings, folder);
    this.jobs = new ImportJobs(settings, uploads, listener);
    // First, and by itself: whatever fails in the other does not keep a secret.
    housekeeping.repeat(jobs::forgetSignIns, TIDY);
    housekeeping.repeat(jobs::forgetOld, TIDY);
  }

  public ServiceSettings settings() {
    return settings;
  }

  public Uploads uploads() {
    return uploads;
  }

  public ImportJobs jobs() {
    return jobs;
  }

  public Targets targets() {
    return new Targets(settings);
  }

  public Preflights preflights() {
    return new Preflights(settings);
  }

  /**
   * An upload whose structure is sound; what is not is deleted at once.
   *
   * @throws GatherException BUNDLE_DAMAGED with the reason
   */
  public Upload sound(Upload upload) {
    try {
      BundleFile.open(upload.file(), settings.imports().limits());
      return upload;
    } catch (GatherException e) {
      uploads.remove(upload);
      throw e;
    }
  }

  /**
   * Deletes a bundle and the imports of it that could be resumed.
   *
   * @throws GatherException NOT_FOUND; INVALID_INPUT while it is imported
   */
  public void discard(Owner owner, String bundleId) {
    jobs.discardBundle(uploads.find(owner, bundleId));
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
    uploads.removeImported();
    housekeeping.close();
    folder.close();
  }
}
