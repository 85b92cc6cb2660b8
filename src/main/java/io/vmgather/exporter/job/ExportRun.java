package io.vmgather.exporter.job;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.vm.Probe;
import io.vmgather.common.vm.ProbeResult;
import io.vmgather.common.vm.Timeouts;
import io.vmgather.common.vm.VmClient;
import io.vmgather.exporter.bundle.FinishedBundle;
import io.vmgather.exporter.bundle.Staging;
import io.vmgather.exporter.bundle.StagingSettings;
import io.vmgather.exporter.job.ExportProgress.Stage;
import io.vmgather.exporter.obfuscate.Dictionary;
import io.vmgather.exporter.obfuscate.LabelRewriter;
import io.vmgather.exporter.obfuscate.LeakScan;
import io.vmgather.exporter.source.LineSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * One export from its configuration to a bundle or a stream. Runs on the caller's thread; {@link
 * #cancel} and {@link #progress} may be called from any. Whatever way it ends, nothing half-made
 * stays behind.
 */
public final class ExportRun {
  /** Room for the rewritten label sets of some 40,000 series. */
  private static final long LABEL_CACHE_BYTES = 32L * 1024 * 1024;

  private final ExportConfig config;
  private final ExportSettings settings;
  private final Dictionary dictionary;
  private final ExportProgress progress;
  private final String exportId = UUID.randomUUID().toString();
  // The same warning may come with every fetch.
  private final Set<String> warnings = new LinkedHashSet<>();
  private final StopSignal stop = new StopSignal();

  /**
   * @param dictionary the session's tokens; shared by its exports
   */
  public ExportRun(ExportConfig config, ExportSettings settings, Dictionary dictionary) {
    this.config = config;
    this.settings = settings;
    this.dictionary = dictionary;
    this.progress = new ExportProgress(settings.clock());
  }

  public ExportProgress progress() {
    return progress;
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
    return run(
        finished -> {
          Path folder = settings.outputFolder();
          ManifestMaker maker = new ManifestMaker(exportId, settings, dictionary, finished);
          return Optional.of(
              finished.staging().assemble(folder, maker.fileName(), maker::manifest));
        });
  }

  /**
   * Writes the lines to a stream. They are staged first, and come out only when all of them are
   * there and nothing hidden is left in them.
   *
   * @throws GatherException as {@link #toBundle}; nothing was written then
   */
  public ExportOutcome toStream(OutputStream out) {
    return run(
        finished -> {
          try (InputStream lines = finished.staging().openCommitted()) {
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

  private ExportOutcome run(Function<StagedExport, Optional<FinishedBundle>> finish) {
    stop.enter();
    try {
      return export(finish);
    } catch (RuntimeException e) {
      throw stop.stopped()
          ? new GatherException(ErrorCode.CANCELLED, "the export was cancelled", e)
          : e;
    } finally {
      stop.leave();
    }
  }

  private ExportOutcome export(Function<StagedExport, Optional<FinishedBundle>> finish) {
    ExportPlan plan = ExportPlan.of(config, warnings::add);
    ProbeResult found =
        new Probe(settings.client().resolver(), Timeouts.PROBE)
            .run(config.connection(), stop.requests());
    warnings.addAll(found.warnings());
    try (VmClient opened = VmClient.open(found.connection(), clientSettings())) {
      VmClient client = opened.withAbort(stop.requests());
      progress.enter(Stage.DISCOVERING);
      Preparation preparation = new Preparation(client, found, plan, dictionary, warnings::add);
      PreparedExport prepared = preparation.prepare();
      progress.planned(plan.batches().count(), prepared.expectedSamples());
      try (StagedExport staged = stage(prepared)) {
        progress.enter(Stage.PACKING);
        Optional<FinishedBundle> bundle = finish.apply(staged);
        progress.enter(Stage.DONE);
        return staged.outcome(exportId, bundle, List.copyOf(warnings), progress.snapshot());
      }
    }
  }

  private VmClient.Settings clientSettings() {
    VmClient.Settings given = settings.client();
    return new VmClient.Settings(
        given.timeouts(), given.retry().reporting(this::retrying), given.resolver());
  }

  /** Stages everything and passes the leak gate, if need be at the second attempt. */
  private StagedExport stage(PreparedExport prepared) {
    StagedExport first = stageOnce(prepared);
    if (first.leakScan().residual() == 0) {
      return first;
    }
    // Originals became known only while the lines were read. Now they are known from the start.
    first.close();
    progress.restarted();
    StagedExport second = stageOnce(prepared);
    LeakScan scan = second.leakScan();
    if (scan.residual() == 0) {
      return second;
    }
    second.close();
    throw new GatherException(
            ErrorCode.LEAK_FOUND,
            "hidden names are still in "
                + scan.residual()
                + " label sets: "
                + String.join("; ", scan.where()))
        .hint("Hide or drop these labels too. No bundle was made.");
  }

  private StagedExport stageOnce(PreparedExport prepared) {
    ExportPlan plan = prepared.plan();
    LabelRewriter rewriter = new LabelRewriter(dictionary, plan.rules(), LABEL_CACHE_BYTES);
    LineSource source = prepared.source(settings.lineBytes(), warnings::add);
    Staging staging =
        Staging.create(
            plan.stagingFolder().orElse(settings.stagingFolder()),
            exportId,
            StagingSettings.defaults());
    StagedExport staged = new StagedExport(prepared, source, rewriter, staging);
    try {
      progress.enter(Stage.EXPORTING);
      fetchLoop(prepared, source, new LinePipe(rewriter, staging, progress), staging).run();
      if (staging.committed().lines() == 0) {
        throw nothingMatched(prepared);
      }
      progress.enter(Stage.CHECKING);
      staged.check(settings.lineBytes());
      return staged;
    } catch (RuntimeException | Error e) {
      closeAfter(e, staged);
      throw e;
    }
  }

  private static void closeAfter(Throwable failure, StagedExport staged) {
    try {
      staged.close();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private FetchLoop fetchLoop(
      PreparedExport prepared, LineSource source, LinePipe pipe, Staging staging) {
    Batches batches = prepared.plan().batches();
    return new FetchLoop(
        batches,
        FetchSpan.of(batches, prepared.expectedBytes()),
        source,
        pipe,
        staging,
        progress,
        settings.client().retry().until(stop::stopped).reporting(this::retrying),
        settings.clock());
  }

  private void retrying(GatherException failure, int failedAttempts, Duration wait) {
    progress.waiting(failure.getMessage(), wait);
    warnings.add("a request failed and was tried again: " + failure.getMessage());
  }

  private static GatherException nothingMatched(PreparedExport prepared) {
    return new GatherException(
            ErrorCode.NOTHING_MATCHED,
            "no sample matches " + prepared.selection() + " in this time range")
        .hint("Look at another time range, tenant or selection; discover shows what is there.");
  }
}
