package io.vmgather.exporter.service;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.Owner;
import io.vmgather.common.jobs.JobId;
import io.vmgather.common.jobs.WorkerThreads;
import io.vmgather.common.vm.Connection;
import io.vmgather.exporter.job.ExportConfig;
import io.vmgather.exporter.job.ExportRun;
import io.vmgather.exporter.job.ResumeTicket;
import io.vmgather.exporter.job.SealKey;
import io.vmgather.exporter.obfuscate.PrivateMap;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;

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
  private final Map<String, ExportJob> jobs = new LinkedHashMap<>();
  private boolean closed;

  public ExportJobs(
      ServiceSettings settings, Sessions sessions, FinishedBundles bundles, JobListener listener) {
    this.settings = settings;
    this.sessions = sessions;
    this.folders = new JobFolders(settings);
    this.bundles = bundles;
    this.listener = listener;
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
    admit(job);
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
    ExportJob known = find(owner, id);
    return known == null
        ? resumeLost(owner, id, resumeToken, connection)
        : resumeKnown(known, connection);
  }

  private StartedJob resumeKnown(ExportJob job, Connection connection) {
    synchronized (job) {
      if (job.active()) {
        throw refused("this export is under way");
      }
      if (!job.snapshot().resumable()) {
        throw refused("there is nothing to go on from");
      }
      ExportRun ended = job.run();
      ExportRun next =
          ExportRun.resume(
              ended.ticket(),
              connection == null ? ended.config().connection() : connection,
              folders.settingsOf(job.id()),
              ended.dictionary());
      readmit(job, next);
    }
    return begin(job);
  }

  private StartedJob resumeLost(Owner owner, String id, String token, Connection connection) {
    if (token == null || token.isBlank()) {
      throw notFound(id);
    }
    ResumeTicket ticket = folders.allowed(ResumeTicket.parse(id, token));
    if (connection == null) {
      throw new GatherException(ErrorCode.INVALID_INPUT, "connection is missing")
          .hint("The server was restarted and keeps no credentials: give the connection again.")
          .at("connection");
    }
    ExportRun run = ExportRun.resume(ticket, connection, folders.settingsOf(id), null);
    ExportJob job = new ExportJob(id, owner, run, settings.clock());
    admit(job);
    sessions.adopt(owner, run.dictionary());
    return begin(job);
  }

  private StartedJob begin(ExportJob job) {
    StartedJob started = new StartedJob(job.snapshot(), job.run().ticket().token());
    listener.started(started.job());
    workers.execute(() -> work(job));
    return started;
  }

  private void work(ExportJob job) {
    job.work(
        outcome ->
            outcome.bundle().ifPresent(bundle -> bundles.add(job.id(), job.owner(), bundle)));
    listener.ended(job.snapshot());
  }

  private synchronized void admit(ExportJob job) {
    requireRoom(job.owner());
    if (jobs.putIfAbsent(job.id(), job) != null) {
      throw refused("this export is under way");
    }
  }

  private synchronized void readmit(ExportJob job, ExportRun next) {
    requireRoom(job.owner());
    job.resume(next);
  }

  private void requireRoom(Owner owner) {
    if (closed) {
      throw new GatherException(ErrorCode.LIMIT_REACHED, "the server is stopping")
          .hint("Try again when it is up again.");
    }
    long all = jobs.values().stream().filter(ExportJob::active).count();
    long own =
        jobs.values().stream().filter(job -> job.active() && job.owner().equals(owner)).count();
    if (all >= settings.jobs() || own >= settings.jobsOfOwner()) {
      String whose = all >= settings.jobs() ? all + " exports are" : own + " exports of yours are";
      throw new GatherException(
              ErrorCode.LIMIT_REACHED, whose + " under way, as many as this server allows")
          .hint("Wait until one has ended, or cancel one.");
    }
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
    List<ExportJob> known;
    synchronized (this) {
      known = new ArrayList<>(jobs.values());
    }
    return known.stream()
        .map(ExportJob::snapshot)
        .sorted(Comparator.comparing(JobSnapshot::createdAt).reversed())
        .toList();
  }

  /** Waits until the job has ended. */
  public JobSnapshot await(Owner owner, String id) throws InterruptedException {
    ExportJob job = require(owner, id);
    job.await();
    return job.snapshot();
  }

  /**
   * Asks a job to end, which it does within two seconds; what it gathered stays for a resume.
   *
   * @throws GatherException NOT_FOUND; INVALID_INPUT when it has ended already
   */
  public void cancel(Owner owner, String id) {
    ExportJob job = require(owner, id);
    JobState state = job.snapshot().state();
    if (state.ended() && state != JobState.CANCELED) {
      throw refused("this export has ended already");
    }
    job.cancel();
  }

  /**
   * Gives up what a job gathered and forgets it.
   *
   * @throws GatherException NOT_FOUND; INVALID_INPUT while it is under way
   */
  public void discard(Owner owner, String id) {
    ExportJob job = require(owner, id);
    synchronized (job) {
      if (job.active()) {
        throw refused("this export is under way");
      }
      job.run().discard();
    }
    synchronized (this) {
      jobs.remove(id);
    }
  }

  /**
   * What reads the tokens of a completed job back.
   *
   * @throws GatherException NOT_FOUND, also when nothing was hidden
   */
  public PrivateMap privateMap(Owner owner, String id) {
    return require(owner, id)
        .snapshot()
        .outcome()
        .flatMap(outcome -> outcome.privateMap())
        .orElseThrow(
            () ->
                new GatherException(ErrorCode.NOT_FOUND, "this export has no private map")
                    .hint("There is one when it has completed and names were hidden."));
  }

  /** Forgets jobs that ended long ago. What could be resumed stays on disk until it is swept. */
  synchronized void forgetOld() {
    Instant limit = settings.clock().instant().minus(settings.keepJobs());
    jobs.values().removeIf(job -> job.endedBefore(limit));
  }

  private ExportJob require(Owner owner, String id) {
    ExportJob job = find(owner, id);
    if (job == null) {
      throw notFound(id);
    }
    return job;
  }

  private synchronized ExportJob find(Owner owner, String id) {
    if (id == null || id.isBlank()) {
      throw new GatherException(ErrorCode.INVALID_INPUT, "the job's id is missing").at("job_id");
    }
    ExportJob job = jobs.get(id);
    return job != null && job.owner().equals(owner) ? job : null;
  }

  private static GatherException notFound(String id) {
    return new GatherException(ErrorCode.NOT_FOUND, "there is no export " + JobId.shown(id))
        .hint("Ended exports are forgotten after a while; with its resume_token it can go on.")
        .at("job_id");
  }

  private static GatherException refused(String why) {
    return new GatherException(ErrorCode.INVALID_INPUT, why).at("job_id");
  }

  /** Stops every export within seconds; what can be resumed stays, sealed. */
  @Override
  public void close() {
    List<ExportJob> active;
    synchronized (this) {
      closed = true;
      active = jobs.values().stream().filter(ExportJob::active).toList();
    }
    active.forEach(ExportJob::cancel);
    WorkerThreads.end(workers, STOP);
  }
}
