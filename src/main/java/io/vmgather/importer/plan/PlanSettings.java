package io.vmgather.importer.plan;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.util.List;
import java.util.Set;

/**
 * What is done to the lines.
 *
 * @param dropLabels label names that are left out; never {@code __name__}, {@code job}, {@code
 *     instance}
 * @param shiftMillis added to every timestamp
 * @param cutoffMillis samples that are older after the shift are left out; {@link #NO_CUTOFF}
 *     leaves all in
 * @param stepMillis one sample a step stays, by the target's own deduplication rule, in each line;
 *     0 for all
 * @param samplesPerLine longer lines are split, at least 1
 */
public record PlanSettings(
    Set<String> dropLabels,
    long shiftMillis,
    long cutoffMillis,
    long stepMillis,
    int samplesPerLine) {
  public static final long NO_CUTOFF = Long.MIN_VALUE;

  /** A target refuses lines over 10 MiB; a sample takes some 20 to 40 bytes. */
  public static final int SAMPLES_PER_LINE = 10_000;

  /** What a series can't do without. */
  public static final List<String> PROTECTED_LABELS = List.of("__name__", "instance", "job");

  public PlanSettings {
    dropLabels = Set.copyOf(dropLabels);
    dropLabels.stream()
        .filter(PROTECTED_LABELS::contains)
        .findFirst()
        .ifPresent(
            name -> {
              throw new GatherException(
                      ErrorCode.INVALID_INPUT, "The label " + name + " can't be dropped")
                  .hint(
                      "Series would become equal that are not: "
                          + String.join(", ", PROTECTED_LABELS))
                  .at("drop_labels");
            });
    if (stepMillis < 0 || samplesPerLine < 1) {
      throw new GatherException(ErrorCode.INVALID_INPUT, "A step can't be negative")
          .at("metric_step_seconds");
    }
  }

  /** Nothing is changed, only long lines are split. */
  public static PlanSettings unchanged() {
    return new PlanSettings(Set.of(), 0, NO_CUTOFF, 0, SAMPLES_PER_LINE);
  }
}
