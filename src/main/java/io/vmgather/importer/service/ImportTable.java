package io.vmgather.importer.service;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.Owner;
import io.vmgather.common.jobs.KeptSignIn;
import io.vmgather.importer.job.ImportConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The imports that this server knows, and which of them may begin. Any thread. Its monitor may be
 * held when a job's or that of {@link Uploads} is taken, never the other way round, and never while
 * a file is read, written or deleted.
 */
final class ImportTable {
  private final ServiceSettings settings;
  private final Uploads uploads;
  private final Map<String, ImportJob> jobs = new LinkedHashMap<>();
  private boolean closed;

  /**
   * A job that is known no more.
   *
   * @param withBundle whether nobody needs its bundle, which then is found no more either
   */
  record Gone(ImportJob job, boolean withBundle) {}

  ImportTable(ServiceSettings settings, Uploads uploads) {
    this.settings = settings;
    this.uploads = uploads;
  }

  /** Knows a job again that an earlier process did not complete. */
  synchronized void addLost(ImportJob job) {
    jobs.put(job.id(), job);
  }

  /**
   * Queues a job with its first attempt.
   *
   * @throws GatherException NOT_FOUND when the bundle is gone; INVALID_INPUT; LIMIT_REACHED
   */
  synchronized void start(ImportJob job, ImportConfig config) {
    requireRoom(job.owner());
    boolean used =
        jobs.values().stream()
            .anyMatch(other -> other != job && other.active() && sameBundle(other, job.upload()));
    if (used) {
      throw refused("this bundle is being imported already");
    }
    // It may have been given up since somebody looked for it.
    uploads.find(job.owner(), job.upload().id());
    job.queue(config, new ImportAttempt(settings, job.id(), job.upload(), config, job.attempt()));
    jobs.put(job.id(), job);
  }

  /**
   * Queues a job that ended early once more.
   *
   * @param given with credentials; null for those that are remembered
   * @throws GatherException NOT_FOUND; INVALID_INPUT; LIMIT_REACHED
   */
  synchronized void resume(ImportJob job, ImportConfig given) {
    requireEnded(job);
    if (!job.resumable()) {
      throw refused("this import has completed already");
    }
    start(job, job.signedIn(given));
  }

  /**
   * Queues a job once more to count what arrived.
   *
   * @param given with credentials; null for those that are remembered
   * @throws GatherException NOT_FOUND; INVALID_INPUT; LIMIT_REACHED
   */
  synchronized void verify(ImportJob job, ImportConfig given) {
    requireEnded(job);
    uploads.countAgain(job.upload());
    start(job, job.signedIn(given));
  }

  private void requireEnded(ImportJob job) {
    if (job.active()) {
      throw refused("this import is under way");
    }
    if (jobs.get(job.id()) != job) {
      throw ImportJobs.notFound(job.id());
    }
  }

  /**
   * Refuses work of the owner while there is no room for it.
   *
   * @throws GatherException LIMIT_REACHED
   */
  synchronized void requireRoom(Owner owner) {
    if (closed) {
      throw new GatherException(ErrorCode.LIMIT_REACHED, "the server is stopping")
          .hint("Try again when it is up again.");
    }
    Capacity.require(settings, jobs.values(), owner);
  }

  /** A job of anybody; null when there is none. */
  synchronized ImportJob find(String id) {
    return jobs.get(id);
  }

  synchronized List<ImportJob> all() {
    return List.copyOf(jobs.values());
  }

  /** Whether another job needs the bundle, or can go on with it. */
  synchronized boolean usedByOthers(ImportJob job) {
    return jobs.values().stream()
        .anyMatch(
            other ->
                other != job
                    && sameBundle(other, job.upload())
                    && (other.active() || other.resumable()));
  }

  /**
   * Gives a job up.
   *
   * @throws GatherException INVALID_INPUT while it is under way
   */
  synchronized Gone takeOut(ImportJob job) {
    if (job.active()) {
      throw refused("this import is under way");
    }
    jobs.remove(job.id(), job);
    boolean withBundle = !usedByOthers(job);
    if (withBundle) {
      uploads.hide(job.upload());
    }
    return new Gone(job, withBundle);
  }

  /**
   * Gives a bundle up and the jobs that could go on with it.
   *
   * @throws GatherException INVALID_INPUT while it is imported
   */
  synchronized void takeOut(Upload upload) {
    if (jobs.values().stream().anyMatch(job -> job.active() && sameBundle(job, upload))) {
      throw refused("this bundle is being imported");
    }
    jobs.values().removeIf(job -> job.resumable() && sameBundle(job, upload));
    uploads.hide(upload);
  }

  /**
   * Whether a job knows the bundle; else it is found no more from here on, and may be deleted:
   * looking and hiding in one, so that no import of it begins in between.
   */
  synchronized boolean keeps(Upload upload) {
    boolean known = jobs.values().stream().anyMatch(job -> sameBundle(job, upload));
    if (!known) {
      uploads.hide(upload);
    }
    return known;
  }

  /** Gives up what ended long ago; what can be resumed only when its time is over. */
  synchronized List<Gone> takeOutOld(Instant now) {
    List<Gone> gone = new ArrayList<>();
    for (ImportJob job : all()) {
      Duration keep = job.resumable() ? settings.keepStaging() : settings.keepJobs();
      if (job.endedBefore(now.minus(keep))) {
        gone.add(takeOut(job));
      }
    }
    return gone;
  }

  /** Forgets the sign-ins of jobs that ended early some time ago. */
  synchronized void forgetSignIns(Instant now) {
    jobs.values().forEach(job -> job.forgetSignIn(now.minus(KeptSignIn.AFTER_END)));
  }

  /**
   * Lets nothing begin any more.
   *
   * @return what is under way
   */
  synchronized List<ImportJob> close() {
    closed = true;
    return jobs.values().stream().filter(ImportJob::active).toList();
  }

  private static boolean sameBundle(ImportJob job, Upload upload) {
    return job.upload().id().equals(upload.id());
  }

  private static GatherException refused(String why) {
    return new GatherException(ErrorCode.INVALID_INPUT, why).at("id");
  }
}
