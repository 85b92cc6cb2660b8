package io.vmgather.importer.verify;

import java.util.Map;

/**
 * A 64-bit hash of a label set, whatever the order of its labels. With a million series two share
 * one by chance once in 37 million imports.
 */
final class SeriesKey {
  private static final long FNV_SEED = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  static final String NAME = "__name__";

  private SeriesKey() {}

  /** A label without a value is no label, as in VictoriaMetrics. Never 0. */
  static long of(Map<String, String> labels) {
    long sum = 0;
    for (Map.Entry<String, String> label : labels.entrySet()) {
      if (!label.getValue().isEmpty()) {
        sum += mix(hash(label.getValue(), hash(label.getKey(), FNV_SEED) ^ '='));
      }
    }
    long mixed = mix(sum);
    return mixed == 0 ? 1 : mixed;
  }

  private static long hash(String text, long seed) {
    long state = seed;
    for (int i = 0; i < text.length(); i++) {
      state = (state ^ text.charAt(i)) * FNV_PRIME;
    }
    return state;
  }

  /** Spreads each bit over all (the finisher of MurmurHash3). */
  static long mix(long value) {
    long mixed = (value ^ value >>> 33) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ mixed >>> 33;
  }
}
