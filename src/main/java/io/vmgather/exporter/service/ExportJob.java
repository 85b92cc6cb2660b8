package io.vmgather.exporter.service;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.Owner;
import io.vmgather.common.jobs.JobFailure;
import io.vmgather.exporter.job.ExportOutcome;
import io.vmgather.exporter.job.ExportRun;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/**
 * One export of one owner over all its attempts. Any thread. Under its monitor nothing waits, reads
 * a file, or takes the monitor of {@link ExportTable}.
 */
final class ExportJob {
  private final String id;
  private final Owner owner;
  private final Clock clock;
  private final Instant createdAt;

  /** The attempt under way; null once it has ended, as it knows the sign-in. */
  private ExportRun run;

  /** Of the attempt that ended last. */
  private RunView shown;

  /** What it can be resumed from; null when it can't be. */
  private Remainder left;

  /** Whether somebody is about to resume or discard it, and works on its files. */
  private boolean claimed;

  private JobState state = JobState.PENDING;
  private Instant startedAt;
  private Instant completedAt;
  private GatherException failure;
  private ExportOutcome outcome;
  private CountDownLatch end = new CountDownLatch(1);

  ExportJob(String id, Owner owner, ExportRun run, Clock clock) {
    this.id = id;
    this.owner = owner;
    this.run = run;
    this.clock = clock;
    this.createdAt = clock.instant();
  }

  String id() {
    return id;
  }

  Owner owner() {
    return owner;
  }

  synchronized boolean active() {
    return !state.ended();
  }

  /** Whether it is under way, or about to be. */
  synchronized boolean busy() {
    return claimed || !state.ended();
  }

  synchronized boolean endedBefore(Instant time) {
    return !busy() && completedAt.isBefore(time);
  }

  /**
   * Works on the calling thread until the export has ended, whichever way.
   *
   * @param made takes the outcome before anybody sees the job completed
   * @return how it ended
   */
  JobSnapshot work(Consumer<ExportOutcome> made) {
    try {
      ExportOutcome result = begin().toBundle();
      made.accept(result);
      return ended(JobState.COMPLETED, result, null);
    } catch (Throwable e) {
      return fail(e);
    }
  }

  /** Ends an attempt that is under way, by whatever was thrown. */
  JobSnapshot fail(Throwable thrown) {
    GatherException why = JobFailure.of(id, thrown, "exports");
    return ended(
        why.code() == ErrorCode.CANCELLED ? JobState.CANCELED : JobState.FAILED, null, why);
  }

  private synchronized ExportRun begin() {
    state = JobState.RUNNING;
    startedAt = clock.instant();
    return run;
  }

  private JobSnapshot ended(JobState how, ExportOutcome result, GatherException why) {
    ExportRun last = run();
    RunView view = RunView.of(last);
    boolean goesOn = how != JobState.COMPLETED && last.resumable();
    synchronized (this) {
      left = goesOn ? Remainder.of(last) : null;
      shown = view;
      run = null;
      outcome = result;
      failure = why;
      completedAt = clock.instant();
      state = how;
      end.countDown();
      return snapshot();
    }
  }

  private synchronized ExportRun run() {
    return run;
  }

  /** What the client needs to resume the attempt that is under way after a restart: a secret. */
  String resumeToken() {
    return run().ticket().token();
  }

  /**
   * Keeps everybody else from resuming or discarding it, until {@link #resume} or {@link #release}.
   *
   * @throws GatherException INVALID_INPUT while it is under way or claimed
   */
  synchronized void claim() {
    if (busy()) {
      throw new GatherException(ErrorCode.INVALID_INPUT, "this export is under way").at("job_id");
    }
    claimed = true;
  }

  synchronized void release() {
    claimed = false;
  }

  /** What it can be resumed from. */
  synchronized Optional<Remainder> remainder() {
    return Optional.ofNullable(left);
  }

  /** Makes the job, which is claimed, pending again, to work on with {@code next}. */
  synchronized void resume(ExportRun next) {
    claimed = false;
    run = next;
    left = null;
    shown = null;
    outcome = null;
    failure = null;
    completedAt = null;
    state = JobState.PENDING;
    end = new CountDownLatch(1);
  }

  /** From now on a resume must bring the sign-in, if it ended before that time. */
  synchronized void forgetSignIn(Instant endedBefore) {
    if (left != null && endedBefore(endedBefore)) {
      left = left.withoutSignIn();
    }
  }

  /** Of an export that has completed; one under way makes its map when it ends. */
  synchronized void forgetMap() {
    outcome = outcome == null ? null : outcome.withoutMap();
  }

  /** Asks the job to end; it does within a second or two. */
  void cancel() {
    ExportRun current = run();
    if (current != null) {
      current.cancel();
    }
  }

  void await() throws InterruptedException {
    CountDownLatch current;
    synchronized (this) {
      current = end;
    }
    current.await();
  }

  synchronized JobSnapshot snapshot() {
    RunView view = run == null ? shown : RunView.of(run);
    return new JobSnapshot(
        id,
        owner,
        state,
        view.config(),
        view.batches(),
        view.stagingPath(),
        createdAt,
        Optional.ofNullable(startedAt),
        Optional.ofNullable(completedAt),
        view.progress(),
        view.warnings(),
        Optional.ofNullable(failure),
        Optional.ofNullable(outcome),
        left != null,
        left != null && left.connection() == null);
  }
}
