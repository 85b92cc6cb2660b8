package io.vmgather.importer.job;

import io.vmgather.common.bundle.Manifest;
import io.vmgather.importer.plan.PlanCounts;
import io.vmgather.importer.read.BundleFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether a bundle holds as much as its manifest says. */
final class ManifestCounts {
  private ManifestCounts() {}

  /**
   * For a person; empty when all is as said, or nothing is said.
   *
   * @param dropped labels that are left out
   */
  static List<String> differences(BundleFile bundle, PlanCounts counts, List<String> dropped) {
    List<String> differences = new ArrayList<>();
    bundle
        .manifest()
        .ifPresent(
            manifest -> {
              compare(manifest, counts, differences);
              merged(manifest, counts, dropped, differences);
            });
    return differences;
  }

  /** Without a label that tells them apart, series become one, with the samples of all. */
  private static void merged(
      Manifest manifest, PlanCounts counts, List<String> dropped, List<String> differences) {
    Long series = manifest.seriesCount();
    boolean known = series != null && counts.seriesExact() && counts.skippedLines() == 0;
    if (known && !dropped.isEmpty() && series > counts.series()) {
      differences.add(
          String.format(
              Locale.ROOT,
              "Without %s, %,d series become %,d: samples of several then stand in one",
              String.join(", ", dropped),
              series,
              counts.series()));
    }
  }

  private static void compare(Manifest manifest, PlanCounts counts, List<String> differences) {
    long lines = counts.lines() + counts.skippedLines();
    if (manifest.formatVersion() != null && manifest.metricsCount() != lines) {
      differences.add(said("lines", manifest.metricsCount(), lines));
    }
    Long samples = manifest.samplesCount();
    long counted = counts.samples() + counts.skippedSamples();
    if (samples != null && samples != counted) {
      differences.add(said("samples", samples, counted));
    }
  }

  private static String said(String what, long said, long found) {
    return String.format(Locale.ROOT, "The manifest says %,d %s, there are %,d", said, what, found);
  }
}
