package io.vmgather.exporter.job;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.vm.Connection;
import io.vmgather.exporter.bundle.FinishedBundle;
import io.vmgather.exporter.bundle.Staging;
import io.vmgather.exporter.bundle.StagingFolder;
import io.vmgather.exporter.obfuscate.Dictionary;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * One export from its configuration to a bundle or a stream. Runs once, on the caller's thread;
 * {@link #cancel}, {@link #progress} and the other questions may come from any.
 *
 * <p>Of a run made by the constructor nothing half-made stays behind, whatever way it ends. One
 * made by {@link #resumable} leaves its staging when it fails, is cancelled or dies with its
 * process; {@link #resume} goes on from there.
 */
public final class ExportRun {
  private final RunSetup setup;
  private final ExportProgress progress;
  private final Warnings warnings;
  private final StopSignal stop = new StopSignal();

  /** What an earlier run has left, until this one takes it: it may be large. */
  private SavedRun saved;

  private volatile boolean damaged;

  /**
   * A run that leaves nothing behind but its bundle.
   *
   * @param dictionary the session's tokens; shared by its exports
   * @throws GatherException INVALID_INPUT with the field that is wrong
   */
  public ExportRun(ExportConfig config, ExportSettings settings, Dictionary dictionary) {
    warnings = new Warnings();
    ExportPlan plan = ExportPlan.of(config, warnings::add);
    setup = new RunSetup(plan, settings, dictionary, newExportId(), null);
    progress = new ExportProgress(settings.clock());
  }

  private ExportRun(RunSetup setup, Warnings warnings) {
    this.setup = setup;
    this.warnings = warnings;
    this.progress = new ExportProgress(setup.settings().clock());
  }

  /**
   * A run that can be resumed: its staging stays, sealed with the key, until it succeeds or {@link
   * #discard} is called.
   *
   * @param jobId part of the files' names, 32 hexadecimal digits; no staging of it may exist
   * @throws GatherException INVALID_INPUT with the field that is wrong
   */
  public static ExportRun resumable(
      String jobId,
      ExportConfig config,
      ExportSettings settings,
      Dictionary dictionary,
      SealKey key) {
    Warnings warnings = new Warnings();
    ExportPlan plan = ExportPlan.of(config, warnings::add);
    Path folder = plan.stagingFolder().orElse(settings.stagingFolder());
    ResumeTicket ticket = new ResumeTicket(jobId, folder, key);
    StagingFolder.stagingFile(folder, jobId);
    return new ExportRun(new RunSetup(plan, settings, dictionary, newExportId(), ticket), warnings);
  }

  /**
   * Goes on behind the last checkpoint of an earlier run, of this process or another. Checkpoint
   * and sealed state are read now; the staged lines are verified by {@link #toBundle}.
   *
   * @param connection with credentials; null for the sealed one, which has none
   * @param dictionary the session's when the run began in this process; null to make it from the
   *     sealed state
   * @throws GatherException NOT_FOUND when nothing of that job is there; BUNDLE_DAMAGED;
   *     INVALID_INPUT at {@code resume_token} when the key does not open it; FILE_ACCESS when
   *     another run works on it
   */
  public static ExportRun resume(
      ResumeTicket ticket, Connection connection, ExportSettings settings, Dictionary dictionary) {
    SavedRun saved = SavedRun.read(ticket, dictionary, settings.labelCacheBytes());
    ExportConfig sealed = saved.start().config();
    ExportConfig config = connection == null ? sealed : sealed.at(connection);
    Warnings warnings = new Warnings();
    warnings.restore(saved.warnings());
    ExportPlan plan = ExportPlan.of(config, ignored -> {});
    ExportRun run =
        new ExportRun(
            new RunSetup(
                plan, settings, saved.dictionary().dictionary(), saved.start().exportId(), ticket),
            warnings);
    run.saved = saved;
    run.progress.planned(plan.batches().count(), plan.expected(saved.start().expectedSamples()));
    run.progress.resumed(saved.totals());
    return run;
  }

  private static String newExportId() {
    return UUID.randomUUID().toString();
  }

  /** What the client needs to resume this run; only of a run that can be resumed. */
  public ResumeTicket ticket() {
    return setup.ticketIfAny().orElseThrow();
  }

  /** What was asked for; of a resumed run with the connection that was given. */
  public ExportConfig config() {
    return setup.plan().config();
  }

  public Dictionary dictionary() {
    return setup.dictionary();
  }

  /** How the range is cut. */
  public Batches batches() {
    return setup.plan().batches();
  }

  /** How many batches are behind the last checkpoint; 0 for a new run. */
  public int committedBatches() {
    return progress.committedBatches();
  }

  /** The staging file, there or not. */
  public Path stagingPath() {
    return StagingFolder.stagingFile(setup.stagingFolder(), setup.stagingId());
  }

  /** Once the run has ended: whether there is something to go on from. */
  public boolean resumable() {
    return setup.resumable()
        && !damaged
        && StagingFolder.holds(setup.stagingFolder(), setup.stagingId());
  }

  public ExportProgress progress() {
    return progress;
  }

  /** For the person who exports, so far; may hold what the source said. */
  public List<String> warnings() {
    return warnings.all();
  }

  /** Asks the run to end, which it does within a second; it then fails with CANCELLED. */
  public void cancel() {
    stop.stop();
  }

  /**
   * Makes the bundle in the output folder.
   *
   * @throws GatherException whatever failed; NOTHING_MATCHED when there is no sample; LEAK_FOUND
   *     when an original would have left. No bundle is there then
   */
  public ExportOutcome toBundle() {
    boolean goesOn = saved != null;
    return run(staged -> assemble(staged, goesOn));
  }

  /**
   * Writes the lines to a stream. They are staged first, and come out only when all of them are
   * there and nothing hidden is left in them.
   *
   * @throws GatherException as {@link #toBundle}; nothing was written then
   */
  public ExportOutcome toStream(OutputStream out) {
    return run(
        staged -> {
          try (InputStream lines = staged.staging().openCommitted()) {
            lines.transferTo(out);
            out.flush();
          } catch (IOException e) {
            throw new GatherException(
                    ErrorCode.FILE_ACCESS, "the lines can't be written: " + e.getMessage(), e)
                .hint("The program that reads them has ended, or its disk is full.");
          }
          return Optional.empty();
        });
  }

  /**
   * Deletes what a failed or cancelled run left; after a success there is nothing.
   *
   * @throws GatherException FILE_ACCESS while a run works on it, or when a file can't be deleted
   */
  public void discard() {
    if (setup.resumable()) {
      StagingFolder.discard(
          setup.stagingFolder(), setup.stagingId(), setup.settings().outputFolder());
    }
  }

  private Optional<FinishedBundle> assemble(StagedExport staged, boolean goesOn) {
    ManifestMaker maker =
        new ManifestMaker(setup.exportId(), setup.settings(), setup.dictionary(), staged);
    Path folder = setup.settings().outputFolder();
    Staging staging = staged.staging();
    return Optional.of(
        goesOn
            ? staging.assembleOnce(folder, maker.nameStart(), maker.fileName(), maker::manifest)
            : staging.assemble(folder, maker.fileName(), maker::manifest));
  }

  private ExportOutcome run(Function<StagedExport, Optional<FinishedBundle>> finish) {
    stop.enter();
    Optional<SavedRun> earlier = Optional.ofNullable(saved);
    saved = null;
    try {
      return new ExportWork(setup, earlier, progress, warnings, stop).run(finish);
    } catch (RuntimeException e) {
      damaged = e instanceof GatherException known && known.code() == ErrorCode.BUNDLE_DAMAGED;
      throw stop.stopped()
          ? new GatherException(ErrorCode.CANCELLED, "the export was cancelled", e)
          : e;
    } finally {
      stop.leave();
    }
  }
}
