package io.vmgather.exporter.job;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.vm.Probe;
import io.vmgather.common.vm.ProbeResult;
import io.vmgather.common.vm.VmClient;
import io.vmgather.exporter.bundle.FinishedBundle;
import io.vmgather.exporter.job.ExportProgress.Stage;
import io.vmgather.exporter.obfuscate.PrivateMap;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The stages of a run, one after the other, on its thread. */
final class ExportWork {
  /** Failures that come again, however often the run is resumed. */
  private static final Set<ErrorCode> FINAL =
      Set.of(ErrorCode.NOTHING_MATCHED, ErrorCode.LEAK_FOUND);

  private final RunSetup setup;
  private final Optional<SavedRun> saved;
  private final ExportPlan plan;
  private final ExportSettings settings;
  private final ExportProgress progress;
  private final Warnings warnings;
  private final StopSignal stop;
  private final ShownText shown;

  /**
   * @param saved what an earlier run has left; nothing for a new run
   */
  ExportWork(
      RunSetup setup,
      Optional<SavedRun> saved,
      ExportProgress progress,
      Warnings warnings,
      StopSignal stop) {
    this.setup = setup;
    this.saved = saved;
    this.plan = setup.plan();
    this.settings = setup.settings();
    this.progress = progress;
    this.warnings = warnings;
    this.stop = stop;
    this.shown = new ShownText(plan, setup.dictionary());
  }

  /**
   * @param finish makes the result of what is staged
   */
  ExportOutcome run(Function<StagedExport, Optional<FinishedBundle>> finish) {
    try {
      return connected(finish);
    } catch (GatherException e) {
      throw shown.of(e);
    }
  }

  private ExportOutcome connected(Function<StagedExport, Optional<FinishedBundle>> finish) {
    ProbeResult found =
        new Probe(settings.client()).run(plan.config().connection(), stop.requests());
    found.warnings().forEach(warnings::add);
    try (VmClient opened = VmClient.open(found.connection(), clientSettings())) {
      VmClient client = opened.withAbort(stop.requests());
      PreparedExport prepared =
          saved
              .map(run -> goOn(run.start(), client, found))
              .orElseGet(() -> prepare(client, found));
      progress.planned(plan.batches().count(), plan.expected(prepared.expectedSamples()));
      try (RunFiles files = files(prepared, SourcePlace.of(found))) {
        return finished(files, stager(prepared, files), finish);
      }
    }
  }

  private PreparedExport prepare(VmClient client, ProbeResult found) {
    progress.enter(Stage.DISCOVERING);
    return new Preparation(client, found, plan, setup.dictionary(), warnings::add).prepareToRead();
  }

  private PreparedExport goOn(SealedStart start, VmClient client, ProbeResult found) {
    start.place().requireSame(SourcePlace.of(found), warnings::add);
    return start.prepared(plan, client);
  }

  private RunFiles files(PreparedExport prepared, SourcePlace place) {
    if (!setup.resumable()) {
      return RunFiles.temporary(setup.stagingFolder(), setup.stagingId(), settings.staging());
    }
    return saved
        .map(run -> RunFiles.resumed(setup.ticket(), settings.staging(), run))
        .orElseGet(
            () ->
                RunFiles.resumable(
                    setup.ticket(),
                    settings.staging(),
                    SealedStart.of(setup.exportId(), prepared, place),
                    setup.dictionary()));
  }

  private Stager stager(PreparedExport prepared, RunFiles files) {
    return new Stager(
        prepared,
        files,
        setup.dictionary(),
        settings,
        progress,
        warnings,
        settings.client().retry().until(stop::stopped).reporting(this::retrying));
  }

  private ExportOutcome finished(
      RunFiles files, Stager stager, Function<StagedExport, Optional<FinishedBundle>> finish) {
    try {
      StagedExport staged = stager.stage(saved);
      progress.enter(Stage.PACKING);
      Optional<FinishedBundle> bundle = finish.apply(staged);
      progress.enter(Stage.DONE);
      ExportProgress.Snapshot figures = progress.snapshot();
      files.giveUp();
      tidyUp(files);
      return staged.outcome(setup.exportId(), bundle, warnings.all(), figures, privateMap());
    } catch (GatherException e) {
      if (FINAL.contains(e.code())) {
        files.giveUp();
      }
      throw e;
    }
  }

  /** The result is there and counts: what can't be deleted is left to the next sweep. */
  private void tidyUp(RunFiles files) {
    try {
      files.close();
    } catch (GatherException e) {
      warnings.add("what the export was made from could not be deleted: " + e.getMessage());
    }
  }

  private Optional<PrivateMap> privateMap() {
    return plan.rules().hidesAnything()
        ? Optional.of(setup.dictionary().privateMap())
        : Optional.empty();
  }

  private VmClient.Settings clientSettings() {
    VmClient.Settings given = settings.client();
    return given.with(given.timeouts(), given.retry().reporting(this::retrying));
  }

  private void retrying(GatherException failure, int failedAttempts, Duration wait) {
    String text = shown.of(failure).getMessage();
    progress.waiting(text, wait);
    warnings.add("a request failed and was tried again: " + text);
  }
}
