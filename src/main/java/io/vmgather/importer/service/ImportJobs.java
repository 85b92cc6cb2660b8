package io.vmgather.importer.service;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.Owner;
import io.vmgather.common.jobs.JobId;
import io.vmgather.common.jobs.WorkerThreads;
import io.vmgather.importer.job.ImportConfig;
import io.vmgather.importer.verify.VerificationReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;

/**
 * All imports under way, those that ended lately, and those that can be resumed. Any thread;
 * closing stops the imports in order and leaves what can be resumed.
 */
public final class ImportJobs implements AutoCloseable {
  private static final Duration STOP = Duration.ofSeconds(10);

  private final ServiceSettings settings;
  private final Uploads uploads;
  private final JobListener listener;
  private final ExecutorService workers;
  private final Map<String, ImportJob> jobs = new LinkedHashMap<>();
  private boolean closed;

  ImportJobs(ServiceSettings settings, Uploads uploads, JobListener listener) {
    this.settings = settings;
    this.uploads = uploads;
    this.listener = listener;
    this.workers = WorkerThreads.pool("import", settings.jobs());
    for (Upload upload : uploads.all()) {
      for (SavedJob saved : SavedJobs.of(upload)) {
        jobs.put(saved.id(), ImportJob.lost(saved, upload, settings.clock()));
      }
    }
  }

  /**
   * Takes an import on; it begins at once.
   *
   * @throws GatherException NOT_FOUND for another owner's bundle; INVALID_INPUT; LIMIT_REACHED when
   *     as many imports as allowed are under way
   */
  public JobSnapshot start(Owner owner, ImportConfig config, String bundleId) {
    Upload upload = uploads.find(owner, bundleId);
    config.checked();
    String id = JobId.random();
    ImportJob job = ImportJob.fresh(id, upload, config, settings.clock());
    admit(job, config);
    return begin(job);
  }

  /**
   * Goes on with a job that failed, was cancelled, or died with an earlier process.
   *
   * @param config with credentials, for the same target; null to take those of the start while they
   *     are remembered
   * @throws GatherException NOT_FOUND, also for another owner's job; INVALID_INPUT; LIMIT_REACHED
   */
  public JobSnapshot resume(Owner owner, String id, ImportConfig config) {
    ImportJob job = require(owner, id);
    synchronized (job) {
      if (job.active()) {
        throw refused("this import is under way");
      }
      if (!job.resumable()) {
        throw refused("this import has completed already");
      }
      admit(job, job.signedIn(config));
    }
    return begin(job);
  }

  /**
   * Counts again what arrived, of a job that has completed. Its bundle is kept for that as long as
   * the job is remembered, or until others need its room.
   *
   * @throws GatherException NOT_FOUND; INVALID_INPUT; LIMIT_REACHED
   */
  public JobSnapshot verify(Owner owner, String id, ImportConfig config) {
    ImportJob job = require(owner, id);
    synchronized (job) {
      if (job.active()) {
        throw refused("this import is under way");
      }
      uploads.countAgain(job.upload());
      admit(job, job.signedIn(config));
    }
    return begin(job);
  }

  /**
   * The configuration of a job with credentials, to ask its target something.
   *
   * @param given null when the job needs none
   * @throws GatherException NOT_FOUND, also for another owner's job; INVALID_INPUT at config
   */
  public ImportConfig signedIn(Owner owner, String id, ImportConfig given) {
    return require(owner, id).signedIn(given);
  }

  private JobSnapshot begin(ImportJob job) {
    JobSnapshot started = job.snapshot();
    listener.started(started);
    workers.execute(() -> work(job));
    return started;
  }

  private void work(ImportJob job) {
    job.work();
    JobSnapshot ended = job.snapshot();
    boolean verified = ended.verification().filter(VerificationReport::verified).isPresent();
    synchronized (job) {
      // It may be counted again already.
      if (verified && !job.active() && !job.resumable() && !usedByOthers(job)) {
        // A server that starts again has nothing to go on with here.
        SavedJobs.forget(job.upload(), job.id());
        uploads.imported(job.upload());
      }
    }
    listener.ended(ended);
  }

  private synchronized boolean usedByOthers(ImportJob job) {
    return jobs.values().stream()
        .anyMatch(
            other ->
                other != job
                    && other.upload().id().equals(job.upload().id())
                    && (other.active() || other.resumable()));
  }

  private synchronized void admit(ImportJob job, ImportConfig config) {
    requireRoom(job.owner());
    boolean used =
        jobs.values().stream()
            .anyMatch(
                other ->
                    other != job
                        && other.active()
                        && other.upload().id().equals(job.upload().id()));
    if (used) {
      throw refused("this bundle is being imported already");
    }
    job.queue(config, new ImportAttempt(settings, job.id(), job.upload(), config, job.attempt()));
    jobs.put(job.id(), job);
  }

  /**
   * Refuses work of the owner while there is no room for it.
   *
   * @throws GatherException LIMIT_REACHED
   */
  public synchronized void requireRoom(Owner owner) {
    if (closed) {
      throw new GatherException(ErrorCode.LIMIT_REACHED, "the server is stopping")
          .hint("Try again when it is up again.");
    }
    Capacity.require(settings, jobs.values(), owner);
  }

  /**
   * How a job stands.
   *
   * @throws GatherException NOT_FOUND, also for another owner's job
   */
  public JobSnapshot status(Owner owner, String id) {
    return require(owner, id).snapshot();
  }

  /** The owner's jobs, newest first. */
  public List<JobSnapshot> of(Owner owner) {
    return all().stream().filter(job -> job.owner().equals(owner)).toList();
  }

  /** Everybody's jobs, newest first. */
  public List<JobSnapshot> all() {
    List<ImportJob> known;
    synchronized (this) {
      known = new ArrayList<>(jobs.values());
    }
    return known.stream()
        .map(ImportJob::snapshot)
        .sorted(Comparator.comparing(JobSnapshot::createdAt).reversed())
        .toList();
  }

  /**
   * Asks a job to end, which it does within two seconds; it can be resumed.
   *
   * @throws GatherException NOT_FOUND; INVALID_INPUT when it has ended already
   */
  public void cancel(Owner owner, String id) {
    ImportJob job = require(owner, id);
    JobState state = job.snapshot().state();
    if (state.ended() && state != JobState.CANCELED) {
      throw refused("this import has ended already");
    }
    job.cancel();
  }

  /**
   * Forgets a job and deletes its bundle. What the target has stays there.
   *
   * @throws GatherException NOT_FOUND; INVALID_INPUT while it is under way
   */
  public void discard(Owner owner, String id) {
    ImportJob job = require(owner, id);
    synchronized (job) {
      if (job.active()) {
        throw refused("this import is under way");
      }
    }
    forget(job);
  }

  void discardBundle(Upload upload) {
    synchronized (this) {
      boolean active =
          jobs.values().stream()
              .anyMatch(job -> job.active() && job.upload().id().equals(upload.id()));
      if (active) {
        throw refused("this bundle is being imported");
      }
      jobs.values().removeIf(job -> job.resumable() && job.upload().id().equals(upload.id()));
    }
    uploads.remove(upload);
  }

  private void forget(ImportJob job) {
    synchronized (this) {
      jobs.remove(job.id());
    }
    SavedJobs.forget(job.upload(), job.id());
    if (!usedByOthers(job)) {
      uploads.remove(job.upload());
    }
  }

  /** Forgets jobs that ended long ago; those that can be resumed only when their time is over. */
  void forgetOld() {
    Instant now = settings.clock().instant();
    List<ImportJob> old;
    synchronized (this) {
      old =
          jobs.values().stream()
              .filter(
                  job ->
                      job.endedBefore(
                          now.minus(
                              job.resumable() ? settings.keepStaging() : settings.keepJobs())))
              .toList();
    }
    old.forEach(this::forget);
    uploads.removeOld(this::used);
  }

  private synchronized boolean used(Upload upload) {
    return jobs.values().stream().anyMatch(job -> job.upload().id().equals(upload.id()));
  }

  private ImportJob require(Owner owner, String id) {
    if (id == null || id.isBlank()) {
      throw new GatherException(ErrorCode.INVALID_INPUT, "the job's id is missing").at("id");
    }
    ImportJob job;
    synchronized (this) {
      job = jobs.get(id);
    }
    if (job == null || !job.owner().equals(owner)) {
      throw new GatherException(ErrorCode.NOT_FOUND, "there is no import " + JobId.shown(id))
          .hint("Ended imports are forgotten after a while.")
          .at("id");
    }
    return job;
  }

  private static GatherException refused(String why) {
    return new GatherException(ErrorCode.INVALID_INPUT, why).at("id");
  }

  /** Stops every import within seconds; all of them can be resumed. */
  @Override
  public void close() {
    List<ImportJob> active;
    synchronized (this) {
      closed = true;
      active = jobs.values().stream().filter(ImportJob::active).toList();
    }
    active.forEach(ImportJob::cancel);
    WorkerThreads.end(workers, STOP);
  }
}
