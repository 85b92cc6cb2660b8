package io.vmgather.exporter.job;

import io.vmgather.common.line.ExportLine;
import io.vmgather.exporter.bundle.Staging;
import io.vmgather.exporter.obfuscate.LabelRewriter;
import io.vmgather.exporter.source.LineConsumer;

/** Takes each line from the source through the rewriter into staging. */
final class LinePipe implements LineConsumer {
  private final LabelRewriter rewriter;
  private final Staging staging;
  private final ExportProgress progress;

  LinePipe(LabelRewriter rewriter, Staging staging, ExportProgress progress) {
    this.rewriter = rewriter;
    this.staging = staging;
    this.progress = progress;
  }

  @Override
  public void accept(ExportLine line) {
    byte[] bytes = line.bytes();
    int labels = line.labelsStart();
    int rest = line.restStart();
    staging.append(
        rewriter.rewrite(bytes, labels, line.labelsEnd() - labels),
        bytes,
        rest,
        line.restEnd(),
        line.lastMillis(),
        line.samples());
    progress.read(line.samples(), line.restEnd() - labels, staging.staged().compressedBytes());
  }
}
