package io.vmgather.exporter.obfuscate;

import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Remembers what came of the values that many series share, until an original joins. Bounded: at
 * most 4,096 values of up to 256 characters, some 2 MB.
 */
final class ValueMemo {
  private static final int MOST = 4096;
  private static final int LONGEST = 256;

  private final Map<String, String> results = new HashMap<>();
  private int knownThen;

  /**
   * The function's answer for this value, remembered or made.
   *
   * @param known how many originals are known now
   */
  String get(String value, int known, UnaryOperator<String> function) {
    if (known != knownThen) {
      results.clear();
      knownThen = known;
    }
    String result = results.get(value);
    if (result == null) {
      result = function.apply(value);
      if (value.length() <= LONGEST && results.size() < MOST) {
        results.put(value, result);
      }
    }
    return result;
  }
}
