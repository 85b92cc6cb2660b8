package io.vmgather.importer.service;

import io.vmgather.common.GatherException;
import io.vmgather.importer.job.ImportConfig;
import io.vmgather.importer.job.Preflight;
import io.vmgather.importer.job.PreflightReport;
import io.vmgather.importer.job.TargetKeeps;
import io.vmgather.importer.read.BundleFile;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Looks at bundles before they are imported. Any thread. */
public final class Preflights {
  private final ServiceSettings settings;

  Preflights(ServiceSettings settings) {
    this.settings = settings;
  }

  /**
   * What a look at a bundle found.
   *
   * @param target what is known of the target; empty when it does not answer
   * @param unanswered why it does not
   * @param keeps what was counted against
   */
  public record Result(
      BundleFile bundle,
      PreflightReport report,
      Optional<Targets.Found> target,
      Optional<GatherException> unanswered,
      TargetKeeps keeps,
      long nowMillis) {}

  /**
   * Looks at a bundle as an import would.
   *
   * @param full whether at every line, or at the first 2,000
   * @throws GatherException BUNDLE_DAMAGED; FILE_ACCESS; INVALID_INPUT; CANCELLED
   */
  public Result look(Upload upload, ImportConfig config, boolean full, BooleanSupplier cancelled) {
    BundleFile bundle = BundleFile.open(upload.file(), settings.imports().limits());
    Optional<Targets.Found> target = Optional.empty();
    Optional<GatherException> unanswered = Optional.empty();
    if (!config.endpoint().isEmpty()) {
      try {
        target = Optional.of(new Targets(settings).check(config));
      } catch (GatherException e) {
        // The bundle can be looked at without it.
        unanswered = Optional.of(e);
      }
    }
    long now = settings.clock().millis();
    TargetKeeps keeps =
        target
            .map(found -> found.limits())
            .map(limits -> new TargetKeeps(limits.cutoffMillis(now), limits.maxLabels()))
            .orElse(TargetKeeps.UNKNOWN);
    PreflightReport report =
        new Preflight(bundle, config, keeps, settings.imports()).run(full, cancelled);
    return new Result(bundle, report, target, unanswered, keeps, now);
  }
}
