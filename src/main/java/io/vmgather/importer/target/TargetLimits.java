package io.vmgather.importer.target;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmgather.common.GatherException;
import io.vmgather.common.vm.Params;
import io.vmgather.common.vm.VmClient;
import java.util.List;
import java.util.Optional;

/**
 * What a target would not keep of what it is sent, though it says nothing.
 *
 * @param retention as {@code -retentionPeriod} was given, such as {@code 7d}; empty when unknown
 * @param retentionMillis 0 when unknown
 * @param maxLabels labels a series may have, its name included; above it the series is dropped
 * @param dedupMillis of each such interval one sample stays; 0 for all, or when unknown
 * @param futureMillis how far samples may lie in the future
 * @param warnings for the user to read, may be empty
 */
public record TargetLimits(
    String retention,
    long retentionMillis,
    FlagSource retentionSource,
    int maxLabels,
    FlagSource maxLabelsSource,
    long dedupMillis,
    long futureMillis,
    List<String> warnings) {
  // Defaults of VictoriaMetrics: -maxLabelsPerTimeseries and -futureRetention.
  private static final int MAX_LABELS = 40;
  private static final long FUTURE_MILLIS = 2L * 24 * 60 * 60 * 1000;

  /** When nothing can be asked. */
  public static final TargetLimits UNKNOWN =
      new TargetLimits(
          "", 0, FlagSource.UNKNOWN, MAX_LABELS, FlagSource.DEFAULT, 0, FUTURE_MILLIS, List.of());

  private static final String RETENTION = "retentionPeriod";
  private static final String LABELS = "maxLabelsPerTimeseries";
  private static final String DEDUP = "dedup.minScrapeInterval";
  private static final String FUTURE = "futureRetention";

  public TargetLimits {
    warnings = List.copyOf(warnings);
  }

  /**
   * Asks the target; a few requests.
   *
   * @param query at the path that answers queries
   */
  public static TargetLimits ask(VmClient query) {
    FlagReader flags = FlagReader.ask(query, List.of(RETENTION, LABELS, DEDUP, FUTURE));
    Optional<FlagValue> retention = status(query).or(() -> flags.flag(RETENTION));
    Optional<Long> kept = retention.flatMap(flag -> RetentionPeriod.millis(flag.text()));
    Optional<FlagValue> labels = flags.flag(LABELS).filter(flag -> flag.text().matches("\\d{1,6}"));
    long dedup = flags.flag(DEDUP).flatMap(flag -> RetentionPeriod.millis(flag.text())).orElse(0L);
    long future =
        flags
            .flag(FUTURE)
            .flatMap(flag -> RetentionPeriod.millis(flag.text()))
            .orElse(FUTURE_MILLIS);
    return new TargetLimits(
        kept.isPresent() ? retention.get().text() : "",
        kept.orElse(0L),
        kept.isPresent() ? retention.get().source() : FlagSource.UNKNOWN,
        labels.map(flag -> Integer.parseInt(flag.text())).orElse(MAX_LABELS),
        labels.map(FlagValue::source).orElse(FlagSource.DEFAULT),
        dedup,
        future,
        flags.warnings());
  }

  /** The oldest moment that is kept, in milliseconds since the epoch; 0 when unknown. */
  public long cutoffMillis(long nowMillis) {
    return retentionMillis == 0 ? 0 : Math.max(0, nowMillis - retentionMillis);
  }

  /** No release so far says it there; a later one may. */
  private static Optional<FlagValue> status(VmClient query) {
    try {
      JsonNode data = query.call("/api/v1/status/tsdb", Params.of("topN", "1")).path("data");
      return Optional.of(data.path(RETENTION).asText(""))
          .filter(text -> !text.isEmpty())
          .map(text -> new FlagValue(text, FlagSource.STATUS));
    } catch (GatherException unanswered) {
      return Optional.empty();
    }
  }
}
