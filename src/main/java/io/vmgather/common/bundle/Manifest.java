package io.vmgather.common.bundle;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a bundle says about itself, {@code metadata.json}. Only what vmgather 1.x wrote is always
 * there; everything after {@code vmgatherVersion} is null in its bundles and may be null here. It
 * never holds an original of a hidden label: {@code jobs} and {@code query} carry tokens.
 *
 * @param exportId random, part of the file's name
 * @param exportDate when the export was made
 * @param timeRange the samples' half-open range
 * @param components sorted and unique in bundles of this program
 * @param jobs tokens when {@code job} is hidden
 * @param metricsCount lines of {@code metrics.jsonl}: what the field has always counted
 * @param obfuscated whether any label was replaced
 * @param vmgatherVersion the program that wrote the bundle
 * @param formatVersion {@link BundleFormat#FORMAT_VERSION}; null in bundles of vmgather 1.x
 * @param seriesCount distinct label sets, after obfuscation
 * @param samplesCount pairs of value and timestamp
 * @param metricsSha256 of the uncompressed {@code metrics.jsonl}, lower-case hex
 * @param source what the samples came from
 * @param query the selector or query, hidden originals replaced
 * @param batching how the range was cut
 * @param metricStepSeconds one sample or point each so many seconds; null for raw samples
 * @param droppedLabels label names that were removed
 * @param obfuscation what was hidden; null when nothing was
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Manifest(
    String exportId,
    Instant exportDate,
    TimeRange timeRange,
    List<String> components,
    List<String> jobs,
    long metricsCount,
    boolean obfuscated,
    String vmgatherVersion,
    Integer formatVersion,
    Long seriesCount,
    Long samplesCount,
    @JsonProperty("metrics_sha256") String metricsSha256,
    Source source,
    String query,
    Batching batching,
    Long metricStepSeconds,
    List<String> droppedLabels,
    Obfuscation obfuscation) {

  public Manifest {
    components = listOf(components);
    jobs = listOf(jobs);
    droppedLabels = droppedLabels == null ? null : listOf(droppedLabels);
  }

  /** The half-open range {@code [start, end)} of the samples. */
  public record TimeRange(Instant start, Instant end) {}

  /**
   * Where the samples came from.
   *
   * @param flavour such as {@code single}, {@code cluster} or {@code managed}
   * @param versions as the components report them, unique
   * @param route {@code export}: raw samples; {@code query_range}: points that the source computed,
   *     one a step
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Source(String flavour, List<String> versions, String route) {
    public Source {
      versions = listOf(versions);
    }
  }

  /**
   * How the range was cut into units of progress.
   *
   * @param strategy {@code auto}, {@code custom} or {@code single}
   * @param windowSeconds length of a batch, the last one may be shorter
   * @param batches number of batches
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Batching(String strategy, long windowSeconds, long batches) {}

  /**
   * What was hidden, and how support correlates tokens without learning the originals.
   *
   * @param labels by label name
   * @param maps label → token → digest of the original under a key that stays with the customer.
   *     Not copied: it may be a view of a million entries, and must not change while it is written
   * @param residueRewritten label → values of other labels in which an original was found
   * @param leakScan the check of everything that was written
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Obfuscation(
      Map<String, HiddenLabel> labels,
      Map<String, Map<String, String>> maps,
      Map<String, Long> residueRewritten,
      LeakScan leakScan) {
    public Obfuscation {
      labels = Objects.requireNonNullElse(labels, Map.of());
      maps = Objects.requireNonNullElse(maps, Map.of());
      residueRewritten = Objects.requireNonNullElse(residueRewritten, Map.of());
    }
  }

  /**
   * One hidden label.
   *
   * @param tokens how many were given out
   * @param rule what a token of it looks like, for a person
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record HiddenLabel(long tokens, String rule) {}

  /**
   * The gate that every export passes.
   *
   * @param checkedLabelSets distinct label sets that were searched for originals
   * @param residual originals found; a bundle is only made at 0
   */
  public record LeakScan(long checkedLabelSets, long residual) {}

  // Not List.copyOf: bundles of other writers may hold a null, which is no reason to refuse them.
  private static List<String> listOf(List<String> given) {
    return given == null
        ? List.of()
        : Collections.unmodifiableList(given.stream().filter(Objects::nonNull).toList());
  }
}
