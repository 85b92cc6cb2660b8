package io.vmgather.exporter.service;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.Owner;
import io.vmgather.common.jobs.JobId;
import io.vmgather.common.jobs.KeptSignIn;
import io.vmgather.exporter.job.ExportRun;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The exports that this server knows, and whether there is room for more. Any thread. Its monitor
 * may be held when a job's is taken, never the other way round, and never while a file is read.
 */
final class ExportTable {
  private final ServiceSettings settings;
  private final Map<String, ExportJob> jobs = new LinkedHashMap<>();
  private boolean closed;

  ExportTable(ServiceSettings settings) {
    this.settings = settings;
  }

  /**
   * Takes a job on.
   *
   * @throws GatherException LIMIT_REACHED; INVALID_INPUT when it is known already
   */
  synchronized void admit(ExportJob job) {
    requireRoom(job);
    if (jobs.putIfAbsent(job.id(), job) != null) {
      throw refused("this export is under way");
    }
  }

  /**
   * Claims a job that ended early, and room for it: it is read from disk before it is under way.
   *
   * @return what it goes on with
   * @throws GatherException NOT_FOUND; INVALID_INPUT; LIMIT_REACHED
   */
  synchronized Remainder claimToResume(ExportJob job) {
    claim(job);
    try {
      Remainder left = job.remainder().orElseThrow(() -> refused("there is nothing to go on from"));
      requireRoom(job);
      return left;
    } catch (GatherException e) {
      job.release();
      throw e;
    }
  }

  /**
   * Claims a job that has ended.
   *
   * @throws GatherException NOT_FOUND when it is forgotten; INVALID_INPUT
   */
  synchronized void claim(ExportJob job) {
    if (jobs.get(job.id()) != job) {
      throw notFound(job.id());
    }
    job.claim();
  }

  synchronized void remove(ExportJob job) {
    jobs.remove(job.id(), job);
  }

  /**
   * Refuses to go on once the server is stopping: nobody would end what begins now.
   *
   * @throws GatherException LIMIT_REACHED
   */
  private void requireOpen() {
    if (closed) {
      throw new GatherException(ErrorCode.LIMIT_REACHED, "the server is stopping")
          .hint("Try again when it is up again.");
    }
  }

  /** Makes a claimed job pending again; it has its room already. */
  synchronized void readmit(ExportJob job, ExportRun next) {
    requireOpen();
    job.resume(next);
  }

  /** A claimed job does not stand in its own way. */
  private void requireRoom(ExportJob wanted) {
    requireOpen();
    Owner owner = wanted.owner();
    List<ExportJob> busy =
        jobs.values().stream().filter(job -> job != wanted && job.busy()).toList();
    long all = busy.size();
    long own = busy.stream().filter(job -> job.owner().equals(owner)).count();
    if (all >= settings.jobs() || own >= settings.jobsOfOwner()) {
      String whose = all >= settings.jobs() ? all + " exports are" : own + " exports of yours are";
      throw new GatherException(
              ErrorCode.LIMIT_REACHED, whose + " under way, as many as this server allows")
          .hint("Wait until one has ended, or cancel one.");
    }
  }

  /** A job of the owner; null when there is none. */
  synchronized ExportJob find(Owner owner, String id) {
    if (id == null || id.isBlank()) {
      throw new GatherException(ErrorCode.INVALID_INPUT, "the job's id is missing").at("job_id");
    }
    ExportJob job = jobs.get(id);
    return job != null && job.owner().equals(owner) ? job : null;
  }

  /**
   * A job of the owner.
   *
   * @throws GatherException NOT_FOUND, also for another owner's job
   */
  ExportJob require(Owner owner, String id) {
    ExportJob job = find(owner, id);
    if (job == null) {
      throw notFound(id);
    }
    return job;
  }

  synchronized List<ExportJob> all() {
    return List.copyOf(jobs.values());
  }

  /** Forgets jobs that ended long ago, and the sign-ins of those that ended early. */
  synchronized void forgetOld() {
    Instant now = settings.clock().instant();
    jobs.values().removeIf(job -> job.endedBefore(now.minus(settings.keepJobs())));
    jobs.values().forEach(job -> job.forgetSignIn(now.minus(KeptSignIn.AFTER_END)));
  }

  /**
   * Lets nothing begin any more.
   *
   * @return what is under way
   */
  synchronized List<ExportJob> close() {
    closed = true;
    return jobs.values().stream().filter(ExportJob::active).toList();
  }

  static GatherException notFound(String id) {
    return new GatherException(ErrorCode.NOT_FOUND, "there is no export " + JobId.shown(id))
        .hint("Ended exports are forgotten after a while; with its resume_token it can go on.")
        .at("job_id");
  }

  static GatherException refused(String why) {
    return new GatherException(ErrorCode.INVALID_INPUT, why).at("job_id");
  }
}
