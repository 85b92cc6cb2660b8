package io.vmgather.exporter.job;

import io.vmgather.exporter.bundle.StagingSettings;
import io.vmgather.exporter.obfuscate.Dictionary;
import io.vmgather.exporter.obfuscate.LabelRewriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What an export has left that died before its first batch was whole: enough to be resumed. */
public final class LeftExport {
  private LeftExport() {}

  /**
   * Makes it.
   *
   * @param config its selector is what was exported; its connection is where
   */
  public static ResumeTicket in(Path staging, String jobId, ExportConfig config) {
    ResumeTicket ticket = new ResumeTicket(jobId, staging, SealKey.random());
    ExportPlan plan = ExportPlan.of(config, ignored -> {});
    PreparedExport prepared =
        new PreparedExport(
            plan,
            null,
            new Survey("single", List.of(), List.of()),
            plan.selector(),
            Optional.empty(),
            List.of(),
            0);
    SourcePlace place = new SourcePlace(config.connection().url(), "", "single");
    Dictionary dictionary = new Dictionary();
    try (RunFiles files =
        RunFiles.resumable(
            ticket,
            StagingSettings.defaults(),
            SealedStart.of("left", prepared, place),
            dictionary)) {
      files.begin(new LabelRewriter(dictionary, plan.rules(), 1 << 20), new Warnings());
    }
    return ticket;
  }
}
