package io.vmgather.exporter.job;

import io.vmgather.common.GatherException;
import io.vmgather.common.vm.Probe;
import io.vmgather.common.vm.ProbeResult;
import io.vmgather.common.vm.VmClient;
import io.vmgather.exporter.obfuscate.Dictionary;
import java.util.function.Consumer;
import java.util.function.Function;

/** Asks the source of an export something, without running it. */
final class Inquiry {
  private final ExportPlan plan;
  private final ExportSettings settings;
  private final Dictionary dictionary;
  private final Consumer<String> warnings;

  Inquiry(
      ExportPlan plan, ExportSettings settings, Dictionary dictionary, Consumer<String> warnings) {
    this.plan = plan;
    this.settings = settings;
    this.dictionary = dictionary;
    this.warnings = warnings;
  }

  /** The answer to a question about the prepared export, whose connections end with it. */
  <T> T ask(Function<PreparedExport, T> question) {
    try {
      return connected(question);
    } catch (GatherException e) {
      throw new ShownText(plan, dictionary).of(e);
    }
  }

  private <T> T connected(Function<PreparedExport, T> question) {
    ProbeResult found = new Probe(settings.client()).run(plan.config().connection());
    try (VmClient client = VmClient.open(found.connection(), settings.client())) {
      return question.apply(new Preparation(client, found, plan, dictionary, warnings).prepare());
    }
  }
}
