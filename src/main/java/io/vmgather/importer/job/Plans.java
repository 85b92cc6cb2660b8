package io.vmgather.importer.job;

import io.vmgather.importer.plan.PlanSettings;
import java.util.Set;

/** What a configuration means for the lines. */
final class Plans {
  private Plans() {}

  static PlanSettings of(ImportConfig config, TargetKeeps keeps) {
    boolean cut = config.dropOld() && keeps.cutoffMillis() > 0;
    return new PlanSettings(
        Set.copyOf(config.dropLabels()),
        config.timeShiftMs(),
        cut ? keeps.cutoffMillis() : PlanSettings.NO_CUTOFF,
        config.metricStepSeconds() * 1000,
        PlanSettings.SAMPLES_PER_LINE);
  }

  /** The limit that is counted against. */
  static int maxLabels(ImportConfig config, TargetKeeps keeps) {
    return config.maxLabelsOverride() > 0 ? config.maxLabelsOverride() : keeps.maxLabels();
  }
}
