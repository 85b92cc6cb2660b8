package io.vmgather.exporter.job;

import io.vmgather.common.vm.VmClient;
import io.vmgather.exporter.source.Selector;
import java.util.List;
import java.util.Optional;

/**
 * What a run knew before it read its first line: with it a resume does not discover again. Holds
 * originals, never a credential.
 *
 * @param version of this layout and all that follows it in the journal
 * @param config its connection without secrets
 * @param place where it was read
 * @param selector null for an expression
 * @param jobFilter null when there is none
 */
record SealedStart(
    int version,
    String exportId,
    ExportConfig config,
    SourcePlace place,
    Survey survey,
    Selector selector,
    Selector jobFilter,
    List<String> jobs,
    long expectedSamples) {
  static final int VERSION = 2;

  static SealedStart of(String exportId, PreparedExport prepared, SourcePlace place) {
    ExportConfig config = prepared.plan().config();
    return new SealedStart(
        VERSION,
        exportId,
        config.at(config.connection().withoutSecrets()),
        place,
        prepared.survey(),
        prepared.selector().orElse(null),
        prepared.jobFilter().orElse(null),
        prepared.jobs(),
        prepared.expectedSamples());
  }

  PreparedExport prepared(ExportPlan plan, VmClient client) {
    return new PreparedExport(
        plan,
        client,
        survey,
        Optional.ofNullable(selector),
        Optional.ofNullable(jobFilter),
        jobs,
        expectedSamples);
  }
}
