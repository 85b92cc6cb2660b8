package io.vmgather.exporter.obfuscate;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.util.HashSet;
import java.util.Set;

/**
 * What one export hides and drops.
 *
 * @param instances the instance label gets host tokens, and addresses are hunted by their shape
 * @param jobs {@code job} gets job tokens
 * @param customLabels further labels that get {@code <label>-<n>}; the instance and job labels in
 *     here switch on the rules above and are taken out
 * @param dropLabels labels that are left out, any but the metric's name; wins over hiding
 */
public record ObfuscationRules(
    boolean instances, boolean jobs, Set<String> customLabels, Set<String> dropLabels) {
  /** Passes every label on as it is. */
  public static final ObfuscationRules NONE =
      new ObfuscationRules(false, false, Set.of(), Set.of());

  static final String NAME_LABEL = "__name__";
  static final String INSTANCE_LABEL = "instance";
  static final String JOB_LABEL = "job";

  private static final int LONGEST_NAME = 256;

  public ObfuscationRules {
    check(customLabels, "obfuscation.custom_labels", "hidden");
    check(dropLabels, "obfuscation.drop_labels", "dropped");
    instances |= customLabels.contains(INSTANCE_LABEL);
    jobs |= customLabels.contains(JOB_LABEL);
    Set<String> others = new HashSet<>(customLabels);
    others.remove(INSTANCE_LABEL);
    others.remove(JOB_LABEL);
    customLabels = Set.copyOf(others);
    dropLabels = Set.copyOf(dropLabels);
  }

  /** Whether any label's values are replaced; dropping alone hides nothing. */
  public boolean hidesAnything() {
    return instances || jobs || !customLabels.isEmpty();
  }

  /** Whether values of this label get tokens of their own. */
  boolean hides(String label) {
    return switch (label) {
      case INSTANCE_LABEL -> instances;
      case JOB_LABEL -> jobs;
      default -> customLabels.contains(label);
    };
  }

  private static void check(Set<String> labels, String field, String verb) {
    for (String label : labels) {
      if (label.equals(NAME_LABEL)) {
        throw new GatherException(
                ErrorCode.INVALID_INPUT, "the metric's name (__name__) can't be " + verb)
            .hint("Take __name__ out of the list.")
            .at(field);
      }
      if (!sane(label)) {
        throw new GatherException(
                ErrorCode.INVALID_INPUT,
                "a label's name must have 1 to 256 visible characters without spaces, quotes,"
                    + " commas or braces")
            .at(field);
      }
    }
  }

  private static boolean sane(String label) {
    return !label.isEmpty()
        && label.length() <= LONGEST_NAME
        && label
            .codePoints()
            .noneMatch(
                c ->
                    c <= ' '
                        || c == 0x7f
                        || "\"'`\\{},=<>".indexOf(c) >= 0
                        || Character.isISOControl(c)
                        || Character.isWhitespace(c));
  }
}
