package io.vmgather.exporter.service;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.Owner;
import io.vmgather.common.jobs.JobFailure;
import io.vmgather.common.vm.Connection;
import io.vmgather.exporter.job.ExportConfig;
import io.vmgather.exporter.job.ExportOutcome;
import io.vmgather.exporter.job.ExportRun;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** One export of one owner over all its attempts. Any thread. */
final class ExportJob {
  private final String id;
  private final Owner owner;
  private final Clock clock;
  private final Instant createdAt;
  private ExportRun run;
  private JobState state = JobState.PENDING;
  private Instant startedAt;
  private Instant completedAt;
  private GatherException failure;
  private ExportOutcome outcome;
  private boolean resumable;
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

  synchronized ExportRun run() {
    return run;
  }

  synchronized boolean active() {
    return !state.ended();
  }

  synchronized boolean endedBefore(Instant time) {
    return state.ended() && completedAt.isBefore(time);
  }

  /**
   * Works on the calling thread until the export has ended, whichever way.
   *
   * @param made takes the outcome before anybody sees the job completed
   */
  void work(Consumer<ExportOutcome> made) {
    ExportRun attempt = begin();
    try {
      ExportOutcome result = attempt.toBundle();
      made.accept(result);
      ended(JobState.COMPLETED, result, null);
    } catch (Throwable e) {
      GatherException why = JobFailure.of(id, e, "exports");
      boolean cancelled = why.code() == ErrorCode.CANCELLED;
      ended(cancelled ? JobState.CANCELED : JobState.FAILED, null, why);
    }
  }

  private synchronized ExportRun begin() {
    state = JobState.RUNNING;
    startedAt = clock.instant();
    return run;
  }

  private synchronized void ended(JobState how, ExportOutcome result, GatherException why) {
    outcome = result;
    failure = why;
    resumable = how != JobState.COMPLETED && run.resumable();
    completedAt = clock.instant();
    state = how;
    end.countDown();
  }

  /** Makes the job pending again, to work on with {@code next}. */
  synchronized void resume(ExportRun next) {
    run = next;
    outcome = null;
    failure = null;
    resumable = false;
    completedAt = null;
    state = JobState.PENDING;
    end = new CountDownLatch(1);
  }

  /** Asks the job to end; it does within a second or two. */
  void cancel() {
    run().cancel();
  }

  void await() throws InterruptedException {
    CountDownLatch current;
    synchronized (this) {
      current = end;
    }
    current.await();
  }

  synchronized JobSnapshot snapshot() {
    ExportConfig config = run.config();
    Connection shown = config.connection().withoutSecrets();
    return new JobSnapshot(
        id,
        owner,
        state,
        config.at(shown),
        run.batches(),
        run.stagingPath(),
        createdAt,
        Optional.ofNullable(startedAt),
        Optional.ofNullable(completedAt),
        run.progress().snapshot(),
        run.warnings(),
        Optional.ofNullable(failure),
        Optional.ofNullable(outcome),
        resumable);
  }
}
