package io.vmgather.importer.verify;

import java.time.Instant;
import java.util.Map;

/**
 * What the target keeps of what it is sent, as far as it is known.
 *
 * @param retention how it was told, for a person; empty when unknown
 * @param oldestMillis what is older is not kept; 0 when unknown
 * @param newestMillis what is newer is not taken
 * @param maxLabels of a series
 * @param dedupMillis of each such interval one sample stays; 0 for all
 */
public record Kept(
    String retention, long oldestMillis, long newestMillis, int maxLabels, long dedupMillis) {
  // Defaults of VictoriaMetrics: -maxLabelNameLen and -maxLabelValueLen.
  private static final int LONGEST_NAME = 256;
  private static final int LONGEST_VALUE = 4 * 1024;

  /**
   * The likely cause of a gap.
   *
   * @param moving whether samples were still coming in
   */
  Difference explain(Gap gap, boolean moving) {
    Cause cause = cause(gap, moving);
    return new Difference(
        gap.labels(), gap.sent(), gap.sent() - gap.missing(), cause, words(cause, gap));
  }

  /** Whether nothing is missing but what the target surely does not keep. */
  boolean drops(Gap gap) {
    return gap.missing() == 0
        || switch (cause(gap, true)) {
          case RETENTION, FUTURE, LABEL_LIMIT -> true;
          case DEDUP, NOT_SEARCHABLE, OTHER -> false;
        };
  }

  private Cause cause(Gap gap, boolean moving) {
    boolean none = gap.missing() == gap.sent();
    if (gap.tooOld() > 0 && gap.tooOld() + gap.tooNew() == gap.missing()) {
      return Cause.RETENTION;
    }
    if (gap.tooNew() == gap.missing()) {
      return Cause.FUTURE;
    }
    if (none && (gap.labels().size() > maxLabels || tooLong(gap.labels()))) {
      return Cause.LABEL_LIMIT;
    }
    if (gap.thinned() > 0 && gap.thinned() + gap.tooOld() + gap.tooNew() >= gap.missing()) {
      return Cause.DEDUP;
    }
    return moving ? Cause.NOT_SEARCHABLE : Cause.OTHER;
  }

  private String words(Cause cause, Gap gap) {
    return switch (cause) {
      case RETENTION ->
          "Older than what the target keeps ("
              + retention
              + ", since "
              + Instant.ofEpochMilli(oldestMillis)
              + ")";
      case FUTURE -> "Further in the future than the target takes";
      case LABEL_LIMIT ->
          gap.labels().size() > maxLabels
              ? gap.labels().size() + " labels; the target takes " + maxLabels
              : "A label is longer than the target takes";
      case DEDUP -> "The target keeps one sample each " + dedupMillis + " ms";
      case NOT_SEARCHABLE -> "Samples were still becoming searchable when counting ended";
      case OTHER ->
          "The target does not say; its metrics vm_rows_ignored_total and vm_rows_invalid_total may";
    };
  }

  private static boolean tooLong(Map<String, String> labels) {
    return labels.entrySet().stream()
        .anyMatch(
            label ->
                bytes(label.getKey()) > LONGEST_NAME || bytes(label.getValue()) > LONGEST_VALUE);
  }

  private static int bytes(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
  }
}
