package io.vmgather.importer.web;

import io.vmgather.common.vm.Probe;
import io.vmgather.importer.service.Targets;
import io.vmgather.importer.target.Target;
import io.vmgather.importer.target.TargetLimits;
import java.util.List;

/**
 * A target that takes data.
 *
 * @param ok always true
 * @param version such as {@code v1.150.0}; empty when it does not tell
 * @param flavour what kind of server it is
 * @param isVictoriaMetrics whether MetricsQL is spoken there
 * @param tenantId that is written to; empty for none
 * @param insertPath in front of {@code /api/v1/import}
 * @param selectPath in front of {@code /api/v1/query}
 * @param vmuiUrl where a browser finds the data; null when unknown
 * @param canQuery whether what arrives can be counted
 * @param canWrite always true: an import of nothing was taken
 * @param attempts every address that was tried, in order
 * @param warnings for the user to read
 * @param retention how long the target keeps samples
 * @param maxLabels how many labels a series may have there
 */
public record TargetView(
    boolean ok,
    String version,
    String flavour,
    boolean isVictoriaMetrics,
    String tenantId,
    String insertPath,
    String selectPath,
    String vmuiUrl,
    boolean canQuery,
    boolean canWrite,
    List<Probe.Attempt> attempts,
    List<String> warnings,
    Retention retention,
    MaxLabels maxLabels) {

  /**
   * How long the target keeps samples.
   *
   * @param text as its flag was given; empty when unknown
   * @param millis 0 when unknown
   * @param source {@code status}, {@code metrics}, {@code promql} or {@code unknown}
   * @param cutoffMs what is older is not kept, since the epoch; 0 when unknown
   */
  public record Retention(String text, long millis, String source, long cutoffMs) {
    static Retention of(TargetLimits limits, long nowMillis) {
      return new Retention(
          limits.retention(),
          limits.retentionMillis(),
          limits.retentionSource().toString(),
          limits.cutoffMillis(nowMillis));
    }
  }

  /**
   * How many labels a series may have.
   *
   * @param limit its name included
   * @param source {@code metrics}, {@code promql} or {@code default}
   */
  public record MaxLabels(int limit, String source) {}

  static TargetView of(Targets.Found found, long nowMillis) {
    Target target = found.target();
    List<String> warnings = new java.util.ArrayList<>(target.warnings());
    warnings.addAll(found.limits().warnings());
    return new TargetView(
        true,
        target.version(),
        target.flavour(),
        target.isVictoriaMetrics(),
        target.write().tenantId(),
        target.insertPath(),
        target.selectPath(),
        target.vmui().orElse(null),
        target.readable(),
        true,
        target.attempts(),
        warnings,
        Retention.of(found.limits(), nowMillis),
        new MaxLabels(found.limits().maxLabels(), found.limits().maxLabelsSource().toString()));
  }
}
