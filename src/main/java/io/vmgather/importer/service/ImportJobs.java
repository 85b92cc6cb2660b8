package io.vmgather.importer.service;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.Owner;
import io.vmgather.common.jobs.JobId;
import io.vmgather.common.jobs.WorkerThreads;
import io.vmgather.importer.job.ImportConfig;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;

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
  private final ImportTable table;

  ImportJobs(ServiceSettings settings, Uploads uploads, JobListener listener) {
    this.settings = settings;
    this.uploads = uploads;
    this.listener = listener;
    this.table = new ImportTable(settings, uploads);
    this.workers = WorkerThreads.pool("import", settings.jobs());
    for (Upload upload : uploads.all()) {
      for (SavedJob saved : SavedJobs.of(upload)) {
        table.addLost(ImportJob.lost(saved, upload, settings));
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
    table.start(job, config);
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
    table.resume(job, config);
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
    table.verify(job, config);
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
    try {
      listener.started(started);
      workers.execute(() -> listener.ended(job.work(() -> tidyUp(job))));
    } catch (RejectedExecutionException e) {
      listener.ended(
          job.fail(new GatherException(ErrorCode.CANCELLED, "the server is stopping", e)));
    } catch (RuntimeException | Error e) {
      // Such as when no thread can be had: it must not hold its room.
      listener.ended(job.fail(e));
    }
    return started;
  }

  /** Of a job that has found every sample and is under way still: nobody can take it up again. */
  private void tidyUp(ImportJob job) {
    // A server that starts again has nothing to go on with here.
    SavedJobs.forget(job.upload(), job.id());
    if (!table.usedByOthers(job)) {
      uploads.imported(job.upload());
    }
  }

  /**
   * Refuses work of the owner while there is no room for it.
   *
   * @throws GatherException LIMIT_REACHED
   */
  public void requireRoom(Owner owner) {
    table.requireRoom(owner);
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
    return table.all().stream()
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
    delete(table.takeOut(require(owner, id)));
  }

  void discardBundle(Upload upload) {
    table.takeOut(upload);
    uploads.remove(upload);
  }

  private void delete(ImportTable.Gone gone) {
    SavedJobs.forget(gone.job().upload(), gone.job().id());
    if (gone.withBundle()) {
      uploads.remove(gone.job().upload());
    }
  }

  /** Forgets the sign-ins of jobs that ended early, however long the jobs are kept. */
  void forgetSignIns() {
    table.forgetSignIns(settings.clock().instant());
  }

  /** Forgets jobs that ended long ago; those that can be resumed only when their time is over. */
  void forgetOld() {
    table.takeOutOld(settings.clock().instant()).forEach(this::delete);
    uploads.removeOld(table::keeps);
  }

  private ImportJob require(Owner owner, String id) {
    if (id == null || id.isBlank()) {
      throw new GatherException(ErrorCode.INVALID_INPUT, "the job's id is missing").at("id");
    }
    ImportJob job = table.find(id);
    if (job == null || !job.owner().equals(owner)) {
      throw notFound(id);
    }
    return job;
  }

  static GatherException notFound(String id) {
    return new GatherException(ErrorCode.NOT_FOUND, "there is no import " + JobId.shown(id))
        .hint("Ended imports are forgotten after a while.")
        .at("id");
  }

  private static GatherException refused(String why) {
    return new GatherException(ErrorCode.INVALID_INPUT, why).at("id");
  }

  /** Stops every import within seconds; all of them can be resumed. */
  @Override
  public void close() {
    table.close().forEach(ImportJob::cancel);
    WorkerThreads.end(workers, STOP);
  }
}
