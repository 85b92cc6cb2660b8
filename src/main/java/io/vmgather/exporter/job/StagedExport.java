package io.vmgather.exporter.job;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.line.ExportLine;
import io.vmgather.exporter.bundle.FinishedBundle;
import io.vmgather.exporter.bundle.Staging;
import io.vmgather.exporter.obfuscate.LabelRewriter;
import io.vmgather.exporter.obfuscate.LeakGate;
import io.vmgather.exporter.obfuscate.LeakScan;
import io.vmgather.exporter.obfuscate.ObfuscationReport;
import io.vmgather.exporter.obfuscate.PrivateMap;
import io.vmgather.exporter.source.ExportLineReader;
import io.vmgather.exporter.source.LineSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/** Everything an export has read, staged. */
final class StagedExport {
  private final PreparedExport prepared;
  private final LineSource source;
  private final LabelRewriter rewriter;
  private final Staging staging;

  StagedExport(
      PreparedExport prepared, LineSource source, LabelRewriter rewriter, Staging staging) {
    this.prepared = prepared;
    this.source = source;
    this.rewriter = rewriter;
    this.staging = staging;
  }

  PreparedExport prepared() {
    return prepared;
  }

  Staging staging() {
    return staging;
  }

  LabelRewriter rewriter() {
    return rewriter;
  }

  /** How the samples were read, as {@link LineSource#route} names it. */
  String route() {
    return source.route();
  }

  LeakScan leakScan() {
    return rewriter.gate().result();
  }

  /** Reads what was written once more, where an original that came late may stand in it. */
  void check(int lineBytes) {
    LeakGate gate = rewriter.gate();
    if (!gate.needsRescan()) {
      return;
    }
    try (InputStream in = staging.openCommitted()) {
      ExportLineReader reader = new ExportLineReader(in, lineBytes);
      for (ExportLine line = reader.next(); line != null; line = reader.next()) {
        int start = line.labelsStart();
        gate.rescan(line.bytes(), start, line.labelsEnd() - start);
      }
    } catch (IOException e) {
      throw new GatherException(ErrorCode.FILE_ACCESS, "staging can't be read back: " + e, e);
    }
  }

  Optional<ObfuscationReport> report() {
    return prepared.plan().rules().hidesAnything()
        ? Optional.of(rewriter.report())
        : Optional.empty();
  }

  ExportOutcome outcome(
      String exportId,
      Optional<FinishedBundle> bundle,
      List<String> warnings,
      ExportProgress.Snapshot progress,
      Optional<PrivateMap> privateMap) {
    return new ExportOutcome(
        exportId,
        prepared.plan().batches().range(),
        bundle,
        staging.committed().lines(),
        rewriter.distinctSeries(),
        staging.committed().samples(),
        progress.sourceBytes(),
        route(),
        prepared.selection(),
        report(),
        warnings,
        progress.elapsed(),
        privateMap);
  }
}
