package io.vmgather.exporter.obfuscate;

import java.util.Locale;
import java.util.Set;

/**
 * What is not hunted in other labels, because it hides nothing and would wreck the data. Such
 * values still get a token in their own label.
 */
final class Vocabulary {
  /** Why a value is not hunted. */
  enum Exemption {
    PUBLIC_WORD,
    NUMBER,
    TOO_SHORT,
    NO_WORD
  }

  private static final int SHORTEST = 4;

  private static final Set<String> PUBLIC =
      Set.of(
          ("vmstorage vminsert vmselect vmagent vmalert vmauth vmsingle vmcluster vmctl vmbackup vmrestore"
                  + " vmbackupmanager vmgateway vmanomaly vmoperator vm-operator vmui vmalertmanager vmgather"
                  + " victoria-metrics victoriametrics victoria_metrics victoria-logs victorialogs vlinsert"
                  + " vlselect vlstorage vlagent vlogs victoria-traces victoriatraces"
                  + " prometheus alertmanager pushgateway grafana node_exporter node-exporter metrics"
                  + " http https grpc true false null none unknown")
              .split(" ", -1));

  private Vocabulary() {}

  /** Why this value is not hunted, or null if it is. */
  static Exemption exemption(String value) {
    if (value.length() < SHORTEST) {
      return Exemption.TOO_SHORT;
    }
    if (PUBLIC.contains(value.toLowerCase(Locale.ROOT))) {
      return Exemption.PUBLIC_WORD;
    }
    if (isNumber(value)) {
      return Exemption.NUMBER;
    }
    return value.codePoints().anyMatch(Character::isLetterOrDigit) ? null : Exemption.NO_WORD;
  }

  /** Whether nothing but its shortness exempts this name. */
  static boolean shortName(String value) {
    return value.length() < SHORTEST && value.codePoints().anyMatch(Character::isLetter);
  }

  private static boolean isNumber(String value) {
    int dots = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '.') {
        dots++;
      } else if (!Words.isDigit(c) && !(i == 0 && (c == '-' || c == '+'))) {
        return false;
      }
    }
    return dots <= 1;
  }
}
