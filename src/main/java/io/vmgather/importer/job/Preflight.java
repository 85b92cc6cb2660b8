package io.vmgather.importer.job;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.importer.plan.LinePlan;
import io.vmgather.importer.plan.Outlook;
import io.vmgather.importer.plan.PlanCounts;
import io.vmgather.importer.read.BundleFile;
import io.vmgather.importer.read.BundleLines;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Looks at a bundle as an import would, and sends nothing. One thread. */
public final class Preflight {
  /** Lines of a quick look. */
  public static final int QUICK_LINES = 2000;

  private final BundleFile bundle;
  private final ImportConfig config;
  private final TargetKeeps keeps;
  private final ImportSettings settings;

  public Preflight(
      BundleFile bundle, ImportConfig config, TargetKeeps keeps, ImportSettings settings) {
    this.bundle = bundle;
    this.config = config;
    this.keeps = keeps;
    this.settings = settings;
  }

  /**
   * Looks at the first 2,000 lines, or at all of them after comparing checksums.
   *
   * @param cancelled asked at every line
   * @throws GatherException BUNDLE_DAMAGED, FILE_ACCESS, CANCELLED
   */
  public PreflightReport run(boolean full, BooleanSupplier cancelled) {
    Instant begun = settings.clock().instant();
    String checksum = "not_checked";
    if (full) {
      checksum = bundle.verify(cancelled).inManifest() ? "matches" : "absent";
    }
    int maxLabels = Plans.maxLabels(config, keeps);
    LinePlan plan = new LinePlan(Plans.of(config, keeps), maxLabels, (b, from, to, samples) -> {});
    Outlook outlook = new Outlook(keeps.cutoffMillis(), begun.toEpochMilli(), maxLabels);
    ImportSummary.Extent extent = look(plan, outlook, full, cancelled);
    return report(plan.counts(), outlook, extent, full, checksum, begun);
  }

  private ImportSummary.Extent look(
      LinePlan plan, Outlook outlook, boolean full, BooleanSupplier cancelled) {
    long most = full ? Long.MAX_VALUE : QUICK_LINES;
    long seen = 0;
    try (BundleLines lines = bundle.lines()) {
      boolean more = lines.next();
      for (; more && seen < most; seen++) {
        if (cancelled.getAsBoolean()) {
          throw new GatherException(ErrorCode.CANCELLED, "Cancelled while checking the lines");
        }
        if (lines.problem().isEmpty()) {
          if (plan.add(lines.line(), lines.number())) {
            outlook.look(plan);
          }
        } else {
          plan.skip(lines.number(), lines.problem(), lines.problemSamples());
        }
        more = lines.next();
      }
      return new ImportSummary.Extent(
          bundle.sourceBytes(),
          Math.max(0, bundle.saidBytes()),
          lines.endOffset(),
          full ? 0 : QUICK_LINES,
          more);
    }
  }

  private PreflightReport report(
      PlanCounts counts,
      Outlook outlook,
      ImportSummary.Extent extent,
      boolean full,
      String checksum,
      Instant begun) {
    boolean any = counts.samples() > 0;
    List<String> warnings = new ArrayList<>();
    if (!extent.cut()) {
      warnings.addAll(ManifestCounts.differences(bundle, counts, config.dropLabels()));
    }
    return new PreflightReport(
        ImportSummary.of(counts, extent, Plans.maxLabels(config, keeps)),
        full,
        checksum,
        counts.series(),
        any ? counts.first() : 0,
        any ? counts.last() : 0,
        counts.skipped(),
        counts.skippedReasons(),
        outlook.labelHistogram(),
        outlook.overLimitGroups(),
        outlook.overLimitGroupsCut(),
        outlook.times(),
        outlook.outsideSeries(),
        outlook.outsideSamples(),
        outlook.futureSamples(),
        counts.unit().toString(),
        counts.scaled(),
        warnings,
        Duration.between(begun, settings.clock().instant()));
  }
}
