package io.vmgather.exporter.obfuscate;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The last check: no written label set may give an original away. Each is read anew when it is made
 * and checked against what is known then. The hash of every word that was written is kept (11 to 22
 * bytes a distinct word), so that {@link #needsRescan()} can tell whether an original that joined
 * later may stand in an earlier label set.
 *
 * <p>At the end of an export: {@code if (needsRescan())} feed every written label set to {@link
 * #rescan}, then read {@link #result()}. For one thread.
 */
public final class LeakGate {
  private static final int MOST_PLACES = 20;

  private final Dictionary dictionary;
  private final ObfuscationRules rules;
  private final LeakSearch search;
  private final MetricLabels labels = new MetricLabels();
  private final LongSet rescanned = new LongSet();
  private final List<String> where = new ArrayList<>();
  private int knownBefore;
  private long checked;
  private long residual;

  LeakGate(Dictionary dictionary, ObfuscationRules rules) {
    this.dictionary = dictionary;
    this.rules = rules;
    BitSet wanted = dictionary.kindsOf(rules);
    this.search = new LeakSearch(dictionary, wanted);
  }

  /**
   * Whether an original that became known during the export may stand in a label set that was
   * checked before.
   */
  public boolean needsRescan() {
    synchronized (dictionary) {
      for (int id = knownBefore; id < dictionary.size(); id++) {
        if (search.mayHaveBeenWritten(id)) {
          return true;
        }
      }
      return false;
    }
  }

  /**
   * Checks a written label set against all that is known now. The first call starts the result
   * anew; label sets that come again cost little and count once.
   */
  public void rescan(byte[] labelSet, int offset, int length) {
    if (rescanned.size() == 0) {
      checked = 0;
      residual = 0;
      where.clear();
    }
    if (rescanned.add(RewriteCounts.hash(labelSet, offset, length))) {
      check(labelSet, offset, length);
    }
  }

  /** What was found; final once every label set is written and a needed rescan is done. */
  public LeakScan result() {
    return new LeakScan(checked, residual, where);
  }

  /** Checks a label set that was just made. */
  void check(byte[] written) {
    if (checked == 0) {
      knownBefore = dictionary.size();
    }
    check(written, 0, written.length);
  }

  void track() {
    search.words().track();
  }

  /** Writes what was found, and the words that came since the last call. */
  void writeNew(DataOutput out) throws IOException {
    search.words().writeNew(out);
    Packed.write(out, knownBefore);
    Packed.write(out, checked);
    Packed.write(out, residual);
    Packed.write(out, where.size());
    for (String place : where) {
      Packed.write(out, place);
    }
  }

  void readNew(DataInput in) throws IOException {
    search.words().readNew(in);
    knownBefore = Packed.readInt(in);
    checked = Packed.read(in);
    residual = Packed.read(in);
    where.clear();
    for (int left = Packed.readInt(in); left > 0; left--) {
      where.add(Packed.readText(in));
    }
  }

  private void check(byte[] labelSet, int offset, int length) {
    checked++;
    if (!rules.hidesAnything() && rules.dropLabels().isEmpty()) {
      return;
    }
    labels.parse(labelSet, offset, length);
    boolean leaks = false;
    synchronized (dictionary) {
      for (int i = 0; i < labels.count(); i++) {
        if (givesAway(labels.name(i), labels.value(i))) {
          leaks = true;
          note(labels.name(i));
        }
      }
    }
    residual += leaks ? 1 : 0;
  }

  private boolean givesAway(String label, String value) {
    if (rules.dropLabels().contains(label)) {
      return true;
    }
    if (!rules.hidesAnything() || label.equals(ObfuscationRules.NAME_LABEL) || value.isEmpty()) {
      return false;
    }
    return rules.hides(label) ? !isToken(label, value) : search.givesAway(value);
  }

  private boolean isToken(String label, String value) {
    return label.equals(ObfuscationRules.INSTANCE_LABEL)
        ? dictionary.issuedWithPort(value)
        : dictionary.issued(value);
  }

  private void note(String label) {
    if (where.size() >= MOST_PLACES) {
      return;
    }
    String metric = "?";
    for (int i = 0; i < labels.count(); i++) {
      if (labels.name(i).equals(ObfuscationRules.NAME_LABEL)) {
        metric = labels.value(i);
      }
    }
    String place = "label " + label + " of " + metric;
    if (!where.contains(place)) {
      where.add(place);
    }
  }
}
