package io.vmgather.exporter.service;

import io.vmgather.exporter.job.Batches;
import io.vmgather.exporter.job.ExportConfig;
import io.vmgather.exporter.job.ExportProgress;
import io.vmgather.exporter.job.ExportRun;
import java.nio.file.Path;
import java.util.List;

/**
 * What is shown of a run, also when the run itself, which knows the sign-in, is gone.
 *
 * @param config without secrets
 */
record RunView(
    ExportConfig config,
    Batches batches,
    Path stagingPath,
    ExportProgress.Snapshot progress,
    List<String> warnings) {
  static RunView of(ExportRun run) {
    ExportConfig config = run.config();
    return new RunView(
        config.at(config.connection().withoutSecrets()),
        run.batches(),
        run.stagingPath(),
        run.progress().snapshot(),
        run.warnings());
  }
}
