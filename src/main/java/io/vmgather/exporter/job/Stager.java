package io.vmgather.exporter.job;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.vm.RetryPolicy;
import io.vmgather.exporter.bundle.Staging;
import io.vmgather.exporter.job.ExportProgress.Stage;
import io.vmgather.exporter.obfuscate.Dictionary;
import io.vmgather.exporter.obfuscate.LabelRewriter;
import io.vmgather.exporter.obfuscate.LeakScan;
import io.vmgather.exporter.source.LineSource;
import io.vmgather.exporter.source.RangeQuery;
import java.time.Duration;
import java.util.Optional;

/** Brings everything into staging and past the leak gate, if need be at the second attempt. */
final class Stager {
  private final PreparedExport prepared;
  private final RunFiles files;
  private final Dictionary dictionary;
  private final ExportSettings settings;
  private final ExportProgress progress;
  private final Warnings warnings;
  private final RetryPolicy retry;

  Stager(
      PreparedExport prepared,
      RunFiles files,
      Dictionary dictionary,
      ExportSettings settings,
      ExportProgress progress,
      Warnings warnings,
      RetryPolicy retry) {
    this.prepared = prepared;
    this.files = files;
    this.dictionary = dictionary;
    this.settings = settings;
    this.progress = progress;
    this.warnings = warnings;
    this.retry = retry;
  }

  /**
   * @param saved where to go on; nothing for a new run
   * @throws GatherException the source's, NOTHING_MATCHED or LEAK_FOUND
   */
  StagedExport stage(Optional<SavedRun> saved) {
    boolean second = saved.map(run -> run.totals().attempt() > 1).orElse(false);
    StagedExport staged = saved.map(this::goOn).orElseGet(this::begin);
    boolean sound = staged.leakScan().residual() == 0 && staged.rewriter().consistent();
    if (!sound && !second) {
      staged = again();
    }
    LeakScan scan = staged.leakScan();
    if (scan.residual() == 0) {
      warnOfEqualSeries(staged.rewriter().collisions());
      return staged;
    }
    throw new GatherException(
            ErrorCode.LEAK_FOUND,
            "hidden names are still in "
                + scan.residual()
                + " label sets: "
                + String.join("; ", scan.where()))
        .hint("Hide or drop these labels too. No bundle was made.");
  }

  private void warnOfEqualSeries(long number) {
    if (number > 0) {
      warnings.add(
          number
              + " series became equal to others by what was hidden or left out: their samples can't"
              + " be told apart in the bundle");
    }
  }

  private StagedExport begin() {
    LabelRewriter rewriter = newRewriter();
    files.begin(rewriter, warnings);
    return fetchAll(1, 0, rewriter, source(""));
  }

  private StagedExport goOn(SavedRun saved) {
    RunTotals totals = saved.totals();
    return fetchAll(
        totals.attempt(), totals.completedBatches(), saved.rewriter(), source(totals.route()));
  }

  /** Originals became known only while the lines were read. Now they are known from the start. */
  private StagedExport again() {
    progress.restarted();
    LabelRewriter rewriter = newRewriter();
    files.restart(RunTotals.start(2, warnings), rewriter);
    return fetchAll(2, 0, rewriter, source(""));
  }

  private LabelRewriter newRewriter() {
    return new LabelRewriter(dictionary, prepared.plan().rules(), settings.labelCacheBytes());
  }

  private LineSource source(String route) {
    return prepared.source(settings.lineBytes(), warnings::add, route);
  }

  private StagedExport fetchAll(
      int attempt, int completed, LabelRewriter rewriter, LineSource source) {
    Staging staging = files.staging();
    progress.enter(Stage.EXPORTING);
    Batches batches = prepared.plan().batches();
    new FetchLoop(
            batches,
            FetchSpan.of(batches, prepared.expectedBytes()),
            source,
            new LinePipe(rewriter, staging, progress),
            staging,
            done -> files.save(totals(attempt, done, source), rewriter),
            progress,
            retry,
            settings.clock())
        .run(completed);
    if (staging.committed().lines() == 0) {
      throw nothingMatched();
    }
    progress.enter(Stage.CHECKING);
    StagedExport staged = new StagedExport(prepared, source, rewriter, staging);
    staged.check(settings.lineBytes());
    return staged;
  }

  private RunTotals totals(int attempt, int completed, LineSource source) {
    ExportProgress.Snapshot now = progress.snapshot();
    return new RunTotals(
        attempt,
        completed,
        now.lines(),
        now.samples(),
        now.sourceBytes(),
        source.route(),
        warnings.takeNew());
  }

  private GatherException nothingMatched() {
    Duration step = prepared.plan().pointStep();
    if (prepared.selector().isEmpty()
        && !RangeQuery.hasPoint(prepared.plan().batches().range(), step)) {
      return new GatherException(
              ErrorCode.NOTHING_MATCHED,
              "no multiple of the step of " + step.toSeconds() + " s lies in this time range")
          .hint(
              "An expression is computed at these moments only. Choose a shorter step or a longer"
                  + " range.");
    }
    return new GatherException(
            ErrorCode.NOTHING_MATCHED,
            "no sample matches " + prepared.selection() + " in this time range")
        .hint("Look at another time range, tenant or selection; discover shows what is there.");
  }
}
