package io.vmgather.exporter.job;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.exporter.bundle.SealedJournal;
import io.vmgather.exporter.bundle.Staging;
import io.vmgather.exporter.bundle.StagingSettings;
import io.vmgather.exporter.obfuscate.Dictionary;
import io.vmgather.exporter.obfuscate.LabelRewriter;
import java.nio.file.Path;

/**
 * The files of one run: its staging and, when it can be resumed, the sealed journal beside it.
 * Closing deletes them, unless they are kept for a resume.
 */
final class RunFiles implements AutoCloseable {
  private final Staging staging;
  private final RunJournal journal;
  private boolean kept;
  private boolean closed;

  private RunFiles(Staging staging, RunJournal journal) {
    this.staging = staging;
    this.journal = journal;
    this.kept = journal != null;
  }

  /** Files that go when the run ends, whatever way it ends. */
  static RunFiles temporary(Path folder, String id, StagingSettings settings) {
    return new RunFiles(Staging.create(folder, id, settings), null);
  }

  /** Files that stay until they are given up. */
  static RunFiles resumable(
      ResumeTicket ticket, StagingSettings settings, SealedStart start, Dictionary dictionary) {
    Staging staging = Staging.create(ticket.stagingFolder(), ticket.jobId(), settings);
    try {
      RunJournal journal =
          RunJournal.create(
              ticket.stagingFolder(), ticket.jobId(), ticket.key(), start, dictionary);
      return new RunFiles(staging, journal);
    } catch (RuntimeException e) {
      staging.discard();
      throw e;
    }
  }

  /**
   * The files of an earlier run, verified.
   *
   * @throws GatherException BUNDLE_DAMAGED; FILE_ACCESS when somebody else works on them
   */
  static RunFiles resumed(ResumeTicket ticket, StagingSettings settings, SavedRun saved) {
    Staging staging = Staging.resume(ticket.stagingFolder(), ticket.jobId(), settings);
    try {
      if (!saved.state().equals(staging.jobState(JobState.class))) {
        throw new GatherException(
                ErrorCode.FILE_ACCESS, "another export went on with " + staging.path())
            .hint("Resume it again.");
      }
      if (staging.committed().lines() != saved.totals().lines()
          || staging.committed().samples() != saved.totals().samples()) {
        throw SavedRun.damaged("its checkpoint and its sealed file do not agree", null);
      }
      return new RunFiles(staging, RunJournal.reopen(ticket, saved));
    } catch (RuntimeException e) {
      staging.close();
      throw e;
    }
  }

  Staging staging() {
    return staging;
  }

  /** A checkpoint before the first line, so that the first fetch can be resumed, too. */
  void begin(LabelRewriter rewriter, Warnings warnings) {
    if (journal != null) {
      rewriter.track();
      save(RunTotals.start(1, warnings), rewriter);
    }
  }

  void save(RunTotals totals, LabelRewriter rewriter) {
    staging.checkpoint(state(totals, rewriter));
  }

  /** Throws everything staged away; a checkpoint says so, from which a resume goes on. */
  void restart(RunTotals totals, LabelRewriter rewriter) {
    if (journal != null) {
      rewriter.track();
    }
    staging.restart(state(totals, rewriter));
  }

  /** There is nothing to resume any more: closing deletes everything. */
  void giveUp() {
    kept = false;
  }

  private JobState state(RunTotals totals, LabelRewriter rewriter) {
    // The journal is durable before the checkpoint that names its length.
    SealedJournal.Position position = journal == null ? null : journal.write(totals, rewriter);
    return new JobState(totals.completedBatches(), position);
  }

  /**
   * The first call counts.
   *
   * @throws GatherException FILE_ACCESS when a file can't be deleted
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (journal != null) {
      journal.close();
    }
    if (kept) {
      staging.close();
    } else {
      staging.discard();
    }
  }
}
