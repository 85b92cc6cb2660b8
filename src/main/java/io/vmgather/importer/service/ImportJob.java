package io.vmgather.importer.service;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.Owner;
import io.vmgather.common.jobs.JobFailure;
import io.vmgather.importer.job.ImportConfig;
import io.vmgather.importer.job.ImportProgress;
import io.vmgather.importer.read.BundleFile;
import io.vmgather.importer.verify.VerificationReport;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/**
 * One import of one owner over all its attempts. Any thread. Under its monitor nothing waits,
 * touches a file, or takes the monitor of {@link ImportTable}.
 */
final class ImportJob {
  private final String id;
  private final Upload upload;
  private final Clock clock;
  private final Instant createdAt;
  private ImportConfig config;
  private boolean signsIn;
  private boolean signedIn;
  private ImportAttempt attempt;

  /** How far an earlier process came. */
  private Optional<ImportProgress.Snapshot> earlier = Optional.empty();

  private boolean sentBefore;
  private JobState state;
  private Instant startedAt;
  private Instant completedAt;
  private Instant updatedAt;
  private GatherException failure;

  private ImportJob(
      String id,
      Upload upload,
      ImportConfig config,
      JobState state,
      Instant createdAt,
      Clock clock) {
    this.id = id;
    this.upload = upload;
    this.config = config;
    this.state = state;
    this.clock = clock;
    this.createdAt = createdAt;
    this.updatedAt = createdAt;
  }

  static ImportJob fresh(String id, Upload upload, ImportConfig config, Clock clock) {
    ImportJob job = new ImportJob(id, upload, config, JobState.QUEUED, clock.instant(), clock);
    job.signsIn = config.signsIn();
    job.signedIn = true;
    return job;
  }

  /** One that an earlier process did not complete. */
  static ImportJob lost(SavedJob saved, Upload upload, ServiceSettings settings) {
    Clock clock = settings.clock();
    Instant created = Instant.ofEpochMilli(saved.createdAtMillis());
    ImportJob job =
        new ImportJob(saved.id(), upload, saved.config(), JobState.FAILED, created, clock);
    job.signsIn = saved.signsIn();
    job.sentBefore = saved.sent();
    job.earlier = left(saved, upload, settings);
    job.completedAt = clock.instant();
    job.failure =
        new GatherException(
                ErrorCode.CANCELLED,
                saved.sent()
                    ? "the server was stopped before every sample was found on the target"
                    : "the server was stopped during this import")
            .hint(
                saved.sent()
                    ? "All was sent by then: count again what arrived."
                    : "Resume it: it goes on where it stood.");
    return job;
  }

  private static Optional<ImportProgress.Snapshot> left(
      SavedJob saved, Upload upload, ServiceSettings settings) {
    try {
      BundleFile bundle = BundleFile.open(upload.file(), settings.imports().limits());
      Path checkpoint = upload.checkpoint(saved.id());
      return Optional.of(ImportProgress.left(bundle, checkpoint, saved.sent(), settings.clock()));
    } catch (GatherException unreadable) {
      // Going on will tell what is wrong with it.
      return Optional.empty();
    }
  }

  String id() {
    return id;
  }

  Owner owner() {
    return upload.owner();
  }

  Upload upload() {
    return upload;
  }

  synchronized ImportConfig config() {
    return config;
  }

  /** The last attempt; null before the first of this process. */
  synchronized ImportAttempt attempt() {
    return attempt;
  }

  synchronized boolean active() {
    return !state.ended();
  }

  synchronized boolean resumable() {
    return state == JobState.FAILED || state == JobState.CANCELED;
  }

  synchronized boolean endedBefore(Instant time) {
    return state.ended() && completedAt.isBefore(time);
  }

  /** Whether a sign-in is needed that this process does not know, or not any more. */
  synchronized boolean needsSignIn() {
    return !signedIn && signsIn;
  }

  /**
   * The configuration with credentials.
   *
   * @param given for the same target; null when the job needs none, or knows them still
   * @throws GatherException INVALID_INPUT at config
   */
  synchronized ImportConfig signedIn(ImportConfig given) {
    if (given != null) {
      return config.signedInAs(given);
    }
    if (needsSignIn()) {
      throw new GatherException(ErrorCode.INVALID_INPUT, "the sign-in of the target is missing")
          .hint("No credentials are kept here: send config with them.")
          .at("config");
    }
    return config;
  }

  synchronized void queue(ImportConfig with, ImportAttempt next) {
    config = with;
    signsIn = with.signsIn();
    signedIn = true;
    attempt = next;
    failure = null;
    completedAt = null;
    state = JobState.QUEUED;
    updatedAt = clock.instant();
  }

  /**
   * Works on the calling thread until the attempt has ended, whichever way.
   *
   * @param verified called when every sample was found, before anybody sees the job completed
   * @return how it ended
   */
  JobSnapshot work(Runnable verified) {
    try {
      ImportAttempt current = begin();
      current.run();
      if (current.verification().filter(VerificationReport::verified).isPresent()) {
        verified.run();
      }
      return ended(JobState.COMPLETED, null);
    } catch (Throwable e) {
      return fail(e);
    }
  }

  /** Ends an attempt that is under way, by whatever was thrown. */
  JobSnapshot fail(Throwable thrown) {
    GatherException why = JobFailure.of(id, thrown, "imports");
    return ended(why.code() == ErrorCode.CANCELLED ? JobState.CANCELED : JobState.FAILED, why);
  }

  private synchronized ImportAttempt begin() {
    state = JobState.RUNNING;
    startedAt = clock.instant();
    updatedAt = startedAt;
    return attempt;
  }

  private synchronized JobSnapshot ended(JobState how, GatherException why) {
    failure = why;
    completedAt = clock.instant();
    updatedAt = completedAt;
    state = how;
    if (how == JobState.COMPLETED) {
      // Nothing is left to sign in for.
      forgetSignIn();
    }
    attempt.forgetSecrets();
    return snapshot();
  }

  /** From now on a resume must bring the sign-in, if it ended before that time. */
  synchronized void forgetSignIn(Instant endedBefore) {
    if (endedBefore(endedBefore)) {
      forgetSignIn();
    }
  }

  private void forgetSignIn() {
    config = config.withoutSecrets();
    signedIn = false;
  }

  /** Asks the attempt to end; it does within a second or two. */
  void cancel() {
    ImportAttempt current;
    synchronized (this) {
      current = attempt;
    }
    if (current != null) {
      current.cancel();
    }
  }

  synchronized JobSnapshot snapshot() {
    Instant now = active() ? clock.instant() : updatedAt;
    return new JobSnapshot(
        id,
        upload.owner(),
        upload,
        state,
        stage(),
        config.withoutSecrets(),
        attempt == null ? earlier : attempt.progress().or(() -> earlier),
        attempt == null ? Optional.empty() : attempt.outcome(),
        attempt != null && attempt.sentNow(),
        attempt == null ? Optional.empty() : attempt.verification(),
        attempt == null ? "" : attempt.remotePath(),
        attempt == null ? "" : attempt.vmui(),
        attempt == null ? java.util.List.of() : attempt.warnings(),
        createdAt,
        Optional.ofNullable(startedAt),
        Optional.ofNullable(completedAt),
        now,
        Optional.ofNullable(failure),
        resumable(),
        needsSignIn());
  }

  private String stage() {
    if (state == JobState.QUEUED) {
      return "queued";
    }
    if (attempt == null) {
      return sentBefore ? "verifying" : "queued";
    }
    return state == JobState.COMPLETED ? "done" : attempt.stage();
  }
}
