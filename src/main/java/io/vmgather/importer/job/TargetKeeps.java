package io.vmgather.importer.job;

/**
 * What is known of the target when an import begins; a resumed import goes on with the same.
 *
 * @param cutoffMillis what is older is not kept, since the epoch; 0 when unknown
 * @param maxLabels labels of a series, its name included
 */
public record TargetKeeps(long cutoffMillis, int maxLabels) {
  /** When nothing could be asked; 40 labels is VictoriaMetrics' default. */
  public static final TargetKeeps UNKNOWN = new TargetKeeps(0, 40);
}
