package io.vmgather.exporter.obfuscate;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What one rewriter counted; 11 to 22 bytes twice a series. */
final class RewriteCounts {
  private static final int MOST_NAMES = 100_000;
  private static final int MOST_LABELS = 10_000;
  private static final String RELABELLED = "exported_";

  private final LongSet raw = new LongSet();
  private final LongSet written = new LongSet();
  private final Map<String, Long> residues = new TreeMap<>(); // 0 for a label that stays
  private final Set<String> metricNames = new TreeSet<>();
  private final Set<String> relabelled = new TreeSet<>();
  private List<String> freshNames;
  private long collisions;
  private long changed;

  /** From now on it is remembered what comes, for {@link #writeNew}. */
  void track() {
    raw.track();
    written.track();
    freshNames = new ArrayList<>();
  }

  /** Writes what came since the last call. */
  void writeNew(DataOutput out) throws IOException {
    raw.writeNew(out);
    written.writeNew(out);
    Packed.write(out, freshNames.size());
    for (String name : freshNames) {
      Packed.write(out, name);
    }
    freshNames.clear();
    Packed.write(out, residues.size());
    for (Map.Entry<String, Long> residue : residues.entrySet()) {
      Packed.write(out, residue.getKey());
      Packed.write(out, residue.getValue());
    }
    Packed.write(out, relabelled.size());
    for (String label : relabelled) {
      Packed.write(out, label);
    }
    Packed.write(out, collisions);
    Packed.write(out, changed);
  }

  /** Adds what one call of {@link #writeNew} wrote. */
  void readNew(DataInput in) throws IOException {
    raw.readNew(in);
    written.readNew(in);
    for (int left = Packed.readInt(in); left > 0; left--) {
      metricNames.add(Packed.readText(in));
    }
    for (int left = Packed.readInt(in); left > 0; left--) {
      residues.put(Packed.readText(in), Packed.read(in));
    }
    for (int left = Packed.readInt(in); left > 0; left--) {
      relabelled.add(Packed.readText(in));
    }
    collisions = Packed.read(in);
    changed = Packed.read(in);
  }

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
    changed += !first && fresh ? 1 : 0;
    return fresh;
  }

  /** Remembers a metric's name; other labels are ignored. */
  void sawName(String label, String value) {
    if (label.equals(ObfuscationRules.NAME_LABEL) && metricNames.size() < MOST_NAMES) {
      boolean fresh = metricNames.add(value);
      if (fresh && freshNames != null) {
        freshNames.add(value);
      }
    }
  }

  void sawLabel(String label, boolean rewritten) {
    if (rewritten || residues.containsKey(label) || residues.size() < MOST_LABELS) {
      residues.merge(label, rewritten ? 1L : 0L, Long::sum);
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

  /** Label sets that were written in two ways, since an original joined between them. */
  long changed() {
    return changed;
  }

  /** Label to the number of label sets in which its value was rewritten: one at least. */
  Map<String, Long> residues() {
    Map<String, Long> rewritten = new TreeMap<>(residues);
    rewritten.values().removeIf(count -> count == 0);
    return rewritten;
  }

  /** Labels whose values all stayed as they were; the first 10,000 labels are known. */
  List<String> kept() {
    return residues.entrySet().stream()
        .filter(label -> label.getValue() == 0)
        .map(Map.Entry::getKey)
        .toList();
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
