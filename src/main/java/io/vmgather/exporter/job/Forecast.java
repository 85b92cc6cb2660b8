package io.vmgather.exporter.job;

import io.vmgather.exporter.discover.Estimate;
import io.vmgather.exporter.discover.Estimator;
import io.vmgather.exporter.obfuscate.Dictionary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What an export will roughly come to, from a few short looks at the source.
 *
 * @param estimate of series, and of the samples and bytes that are read; zeros for an expression,
 *     whose points can't be told
 * @param samples in the bundle: fewer than are read where one a step is kept
 * @param archiveBytes of the bundle: a guess
 * @param duration of the export: a guess
 */
public record Forecast(
    Batches batches,
    Estimate estimate,
    long samples,
    long archiveBytes,
    Duration duration,
    List<String> warnings) {
  // Lines of VictoriaMetrics deflate to a ninth to an eleventh; see the benchmark.
  private static final int DEFLATED = 9;
  // Half of what the benchmark reads on two cores: the source is mostly further away.
  private static final long SAMPLES_A_SECOND = 2_000_000;
  private static final Duration OVERHEAD = Duration.ofSeconds(1);

  /**
   * Asks the source of {@code config}.
   *
   * @throws io.vmgather.common.GatherException as {@link ExportRun#toBundle}
   */
  public static Forecast of(ExportConfig config, ExportSettings settings) {
    List<String> warnings = new ArrayList<>();
    ExportPlan plan = ExportPlan.of(config, warnings::add).hidingNothing();
    Estimate estimate =
        new Inquiry(plan, settings, new Dictionary(), warnings::add).ask(Forecast::estimate);
    warnings.addAll(estimate.warnings());
    long kept = plan.step().map(step -> kept(estimate, plan, step)).orElse(estimate.samples());
    double share = estimate.samples() == 0 ? 0 : (double) kept / estimate.samples();
    return new Forecast(
        plan.batches(),
        estimate,
        kept,
        Math.round(estimate.bytes() * share / DEFLATED),
        OVERHEAD.plusSeconds(estimate.samples() / SAMPLES_A_SECOND),
        List.copyOf(warnings));
  }

  private static long kept(Estimate estimate, ExportPlan plan, Duration step) {
    long steps = plan.batches().range().lengthMillis() / step.toMillis() + 1;
    return Math.min(estimate.samples(), estimate.series() * steps);
  }

  private static Estimate estimate(PreparedExport prepared) {
    return prepared
        .selector()
        .map(
            selector ->
                new Estimator(prepared.client())
                    .of(List.of(selector.toString()), prepared.plan().batches().range()))
        .orElseGet(() -> new Estimate(0, 0, 0, 0, List.of()));
  }
}
