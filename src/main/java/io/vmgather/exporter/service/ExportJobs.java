package io.vmgather.exporter.service;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.Owner;
import io.vmgather.common.jobs.JobId;
import io.vmgather.common.jobs.WorkerThreads;
import io.vmgather.common.vm.Connection;
import io.vmgather.exporter.bundle.StagingFolder;
import io.vmgather.exporter.job.ExportConfig;
import io.vmgather.exporter.job.ExportOutcome;
import io.vmgather.exporter.job.ExportRun;
import io.vmgather.exporter.job.ResumeTicket;
import io.vmgather.exporter.job.SealKey;
import io.vmgather.exporter.obfuscate.PrivateMap;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;

/**
 * All exports under way and those that ended lately. Any thread; closing stops the exports in order
 * and leaves what can be resumed.
 */
public final class ExportJobs implements AutoCloseable {
  private static final Duration STOP = Duration.ofSeconds(10);

  private final ServiceSettings settings;
  private final Sessions sessions;
  private final JobFolders folders;
  private final FinishedBundles bundles;
  private final JobListener listener;
  private final ExecutorService workers;
  private final ExportTable table;

  public ExportJobs(
      ServiceSettings settings, Sessions sessions, FinishedBundles bundles, JobListener listener) {
    this.settings = settings;
    this.sessions = sessions;
    this.folders = new JobFolders(settings);
    this.bundles = bundles;
    this.listener = listener;
    this.table = new ExportTable(settings);
    this.workers = WorkerThreads.pool("export", settings.jobs());
  }

  /**
   * Takes an export on; it begins at once.
   *
   * @throws GatherException INVALID_INPUT for a configuration that can't be right; LIMIT_REACHED
   *     when as many exports as allowed are under way, or bundles take as much room as allowed
   */
  public StartedJob start(Owner owner, ExportConfig config) {
    bundles.requireRoom(owner);
    String id = JobId.random();
    ExportRun run =
        ExportRun.resumable(
            id,
            folders.allowed(config),
            folders.settingsOf(id),
            sessions.of(owner),
            SealKey.random());
    ExportJob job = new ExportJob(id, owner, run, settings.clock());
    table.admit(job);
    return begin(job);
  }

  /**
   * Goes on with a job that failed, was cancelled, or died with an earlier server.
   *
   * @param resumeToken from the start; may be null while this server remembers the job
   * @param connection with credentials; null to take those of the start while they are remembered
   * @throws GatherException NOT_FOUND, also for another owner's job; INVALID_INPUT; BUNDLE_DAMAGED;
   *     LIMIT_REACHED
   */
  public StartedJob resume(Owner owner, String id, String resumeToken, Connection connection) {
    bundles.requireRoom(owner);
    ExportJob known = table.find(owner, id);
    return known == null
        ? resumeLost(owner, id, resumeToken, connection)
        : resumeKnown(known, connection);
  }

  private StartedJob resumeKnown(ExportJob job, Connection connection) {
    Remainder left = table.claimToResume(job);
    try {
      table.readmit(
          job,
          ExportRun.resume(
              left.ticket(),
              left.connection(connection),
              folders.settingsOf(job.id()),
              left.dictionary()));
    } catch (Throwable e) {
      job.release();
      throw e;
    }
    return begin(job);
  }

  private StartedJob resumeLost(Owner owner, String id, String token, Connection connection) {
    if (token == null || token.isBlank()) {
      throw ExportTable.notFound(id);
    }
    ResumeTicket ticket = folders.allowed(ResumeTicket.parse(id, token));
    if (connection == null) {
      throw Remainder.connectionMissing();
    }
    ExportRun run = ExportRun.resume(ticket, connection, folders.settingsOf(id), null);
    ExportJob job = new ExportJob(id, owner, run, settings.clock());
    table.admit(job);
    sessions.adopt(owner, run.dictionary());
    return begin(job);
  }

  private StartedJob begin(ExportJob job) {
    StartedJob started = new StartedJob(job.snapshot(), job.resumeToken());
    sessions.exportBegan(job.owner());
    try {
      listener.started(started.job());
      workers.execute(() -> ended(job.work(outcome -> keep(job, outcome))));
    } catch (RejectedExecutionException e) {
      ended(job.fail(new GatherException(ErrorCode.CANCELLED, "the server is stopping", e)));
    } catch (RuntimeException | Error e) {
      // Such as when no thread can be had: it must not hold its room.
      ended(job.fail(e));
    }
    return started;
  }

  private void keep(ExportJob job, ExportOutcome outcome) {
    outcome.bundle().ifPresent(bundle -> bundles.add(job.id(), job.owner(), bundle));
  }

  private void ended(JobSnapshot job) {
    sessions.exportEnded(job.owner());
    listener.ended(job);
  }

  /**
   * How a job stands.
   *
   * @throws GatherException NOT_FOUND, also for another owner's job
   */
  public JobSnapshot status(Owner owner, String id) {
    return table.require(owner, id).snapshot();
  }

  /** The owner's jobs, newest first. */
  public List<JobSnapshot> of(Owner owner) {
    return all().stream().filter(job -> job.owner().equals(owner)).toList();
  }

  /** Everybody's jobs, newest first. */
  public List<JobSnapshot> all() {
    return table.all().stream()
        .map(ExportJob::snapshot)
        .sorted(Comparator.comparing(JobSnapshot::createdAt).reversed())
        .toList();
  }

  /** Waits until the job has ended. */
  public JobSnapshot await(Owner owner, String id) throws InterruptedException {
    ExportJob job = table.require(owner, id);
    job.await();
    return job.snapshot();
  }

  /**
   * Asks a job to end, which it does within two seconds; what it gathered stays for a resume.
   *
   * @throws GatherException NOT_FOUND; INVALID_INPUT when it has ended already
   */
  public void cancel(Owner owner, String id) {
    ExportJob job = table.require(owner, id);
    JobState state = job.snapshot().state();
    if (state.ended() && state != JobState.CANCELED) {
      throw ExportTable.refused("this export has ended already");
    }
    job.cancel();
  }

  /**
   * Gives up what a job gathered and forgets it.
   *
   * @throws GatherException NOT_FOUND; INVALID_INPUT while it is under way
   */
  public void discard(Owner owner, String id) {
    ExportJob job = table.require(owner, id);
    table.claim(job);
    try {
      Path staging = job.snapshot().stagingPath().getParent();
      StagingFolder.discard(staging, id, folders.settingsOf(id).outputFolder());
      table.remove(job);
    } finally {
      job.release();
    }
  }

  /**
   * What reads the tokens of a completed job back.
   *
   * @throws GatherException NOT_FOUND, also when nothing was hidden
   */
  public PrivateMap privateMap(Owner owner, String id) {
    return table
        .require(owner, id)
        .snapshot()
        .outcome()
        .flatMap(outcome -> outcome.privateMap())
        .orElseThrow(
            () ->
                new GatherException(ErrorCode.NOT_FOUND, "this export has no private map")
                    .hint("There is one when it has completed and names were hidden."));
  }

  /**
   * Begins a session of the owner without tokens, and drops the private maps of what ended. An
   * export under way, or resumed later, keeps the tokens it began with and gets its map when it
   * completes.
   */
  public void startSession(Owner owner) {
    sessions.startAnew(owner);
    table.all().stream().filter(job -> job.owner().equals(owner)).forEach(ExportJob::forgetMap);
  }

  /**
   * Forgets jobs that ended long ago, and sign-ins of the others. What could be resumed stays on
   * disk until it is swept.
   */
  void forgetOld() {
    table.forgetOld();
  }

  /** Stops every export within seconds; what can be resumed stays, sealed. */
  @Override
  public void close() {
    table.close().forEach(ExportJob::cancel);
    WorkerThreads.end(workers, STOP);
  }
}
