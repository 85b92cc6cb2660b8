package io.vmgather.exporter.obfuscate;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What one rewriter counted; 11 to 22 bytes twice a series. */
final class RewriteCounts {
  private static final int MOST_NAMES = 100_000;
  private static final String RELABELLED = "exported_";

  private final LongSet raw = new LongSet();
  private final LongSet written = new LongSet();
  private final Map<String, Long> residues = new TreeMap<>();
  private final Set<String> metricNames = new TreeSet<>();
  private final Set<String> relabelled = new TreeSet<>();
  private long collisions;

  /** Whether this raw label set is new. */
  boolean sawRaw(byte[] buffer, int offset, int length) {
    return raw.add(hash(buffer, offset, length));
  }

  /**
   * Whether this written label set is new.
   *
   * @param first whether the raw label set was new
   */
  boolean sawWritten(byte[] labelSet, boolean first) {
    boolean fresh = written.add(hash(labelSet, 0, labelSet.length));
    collisions += first && !fresh ? 1 : 0;
    return fresh;
  }

  /** Remembers a metric's name; other labels are ignored. */
  void sawName(String label, String value) {
    if (label.equals(ObfuscationRules.NAME_LABEL) && metricNames.size() < MOST_NAMES) {
      metricNames.add(value);
    }
  }

  void sawLabel(String label, boolean rewritten) {
    if (rewritten) {
      residues.merge(label, 1L, Long::sum);
    }
    if (label.startsWith(RELABELLED)) {
      relabelled.add(label);
    }
  }

  long distinctSeries() {
    return written.size();
  }

  long collisions() {
    return collisions;
  }

  /** Label to the number of label sets in which its value was rewritten. */
  Map<String, Long> residues() {
    return residues;
  }

  Set<String> metricNames() {
    return metricNames;
  }

  /** Labels such as {@code exported_job}, which hold what the hidden ones hold elsewhere. */
  Set<String> relabelled() {
    return relabelled;
  }

  static long hash(byte[] bytes, int offset, int length) {
    long state = FoldedHash.SEED;
    for (int i = offset; i < offset + length; i++) {
      state = (state ^ (bytes[i] & 0xFF)) * 0x100000001b3L;
    }
    return FoldedHash.finish(state);
  }
}
