package io.vmgather.exporter.obfuscate;

import io.vmgather.common.GatherException;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;

/**
 * Rewrites the {@code metric} objects of one export. Each distinct label set is made once, as far
 * as the cache goes, and shown to the {@link LeakGate} then.
 *
 * <p>For one thread; the {@link Dictionary} behind it may be shared.
 */
public final class LabelRewriter {
  private final Dictionary dictionary;
  private final ObfuscationRules rules;
  private final BitSet used = new BitSet();
  private final BitSet usedAndSaved = new BitSet();
  private final Hunter hunter;
  private final LabelCache cache;
  private final LabelEdits edits;
  private final LeakGate gate;
  private final RewriteCounts counts;
  private final MetricLabels labels = new MetricLabels();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
  private final LabelEdit edit = new LabelEdit();

  /**
   * @param cacheBytes budget for rewritten label sets, in bytes: one half takes about 800 a series
   *     of 300, the other about 60 of each that the first has no room for. Too small costs time,
   *     nothing else
   */
  public LabelRewriter(Dictionary dictionary, ObfuscationRules rules, long cacheBytes) {
    this.dictionary = dictionary;
    this.rules = rules;
    this.hunter = new Hunter(dictionary, dictionary.kindsOf(rules), used);
    this.cache = new LabelCache(cacheBytes / 2);
    this.edits = new LabelEdits(cacheBytes / 2);
    this.gate = new LeakGate(dictionary, rules);
    this.counts = new RewriteCounts();
  }

  /**
   * The label set as the bundle shows it.
   *
   * @param buffer holds a raw {@code metric} object with its braces, {@code length} bytes from
   *     {@code offset}; not kept
   * @return the rewritten object; the cache's own memory, read-only
   * @throws GatherException BROKEN_ANSWER if it is not an object of strings
   */
  public byte[] rewrite(byte[] buffer, int offset, int length) {
    byte[] known = cache.find(buffer, offset, length);
    if (known == null) {
      known = edits.find(buffer, offset, length);
    }
    return known != null ? known : make(buffer, offset, length);
  }

  /** Hides originals in a selector, a query or an error text, for the manifest and for people. */
  public String rewriteText(String text) {
    synchronized (dictionary) {
      return new QueryText(dictionary, rules, hunter, used).rewrite(text);
    }
  }

  /** From now on it is remembered what comes, for {@link #writeNew}. Before the first label set. */
  public void track() {
    counts.track();
    gate.track();
  }

  /**
   * Writes what came since the last call: with it a rewriter of another process goes on counting
   * and checking where this one stands. Holds no text of a hidden label, but metric names.
   */
  public void writeNew(DataOutput out) throws IOException {
    counts.writeNew(out);
    gate.writeNew(out);
    synchronized (dictionary) {
      BitSet fresh = (BitSet) used.clone();
      fresh.andNot(usedAndSaved);
      Packed.write(out, fresh.cardinality());
      for (int id = fresh.nextSetBit(0); id >= 0; id = fresh.nextSetBit(id + 1)) {
        Packed.write(out, id);
      }
      usedAndSaved.or(fresh);
    }
  }

  /**
   * Adds what one call of {@link #writeNew} wrote; the dictionary must know what was known then.
   *
   * @throws GatherException BUNDLE_DAMAGED when it makes no sense
   */
  public void readNew(DataInput in) throws IOException {
    counts.readNew(in);
    gate.readNew(in);
    for (int left = Packed.readInt(in); left > 0; left--) {
      int id = Packed.readInt(in);
      if (id >= dictionary.size()) {
        throw Packed.unreadable();
      }
      used.set(id);
      usedAndSaved.set(id);
    }
  }

  /** How many label sets are known by their edits alone. */
  int edited() {
    return edits.size();
  }

  /** The check of everything that this rewriter wrote. */
  public LeakGate gate() {
    return gate;
  }

  /** Distinct series written so far. */
  public long distinctSeries() {
    return counts.distinctSeries();
  }

  /** Series whose label sets became equal to another's, by what was hidden or dropped. */
  public long collisions() {
    return counts.collisions();
  }

  /**
   * Whether each series was written in one way from its first line to its last: an original that
   * joins late may change what is made of a label set.
   */
  public boolean consistent() {
    return counts.changed() == 0;
  }

  /** Label to token to digest, lazily, of the tokens that stand in this export. */
  public Map<String, Map<String, String>> digests() {
    return new TokenMaps(dictionary, used, TokenMaps.Content.DIGEST);
  }

  /** Label to token to original, lazily, of the tokens in this export: the customer's own map. */
  public PrivateMap privateMap() {
    return new PrivateMap(
        dictionary.keyHex(), new TokenMaps(dictionary, used, TokenMaps.Content.ORIGINAL));
  }

  /** What was done so far; the leak scan in it is only final after {@link LeakGate#result()}. */
  public ObfuscationReport report() {
    synchronized (dictionary) {
      return new ReportMaker(dictionary, rules, used, counts).make(digests(), gate.result());
    }
  }

  private byte[] make(byte[] buffer, int offset, int length) {
    labels.parse(buffer, offset, length);
    boolean first = counts.sawRaw(buffer, offset, length);
    byte[] written =
        rules.hidesAnything() || !rules.dropLabels().isEmpty() ? write(buffer, first) : null;
    if (written == null) {
      written = Arrays.copyOfRange(buffer, offset, offset + length);
      edit.clear();
      edit.copied(offset, length);
    }
    if (counts.sawWritten(written, first)) {
      gate.check(written);
    }
    if (!cache.put(buffer, offset, length, written)) {
      edits.put(buffer, offset, length, edit, written);
    }
    return written;
  }

  /** The new object, or null if nothing changes. */
  private byte[] write(byte[] buffer, boolean first) {
    out.reset();
    edit.clear();
    boolean changed = false;
    synchronized (dictionary) {
      String component = component();
      for (int i = 0; i < labels.count(); i++) {
        String name = labels.name(i);
        if (rules.dropLabels().contains(name)) {
          changed = true;
          continue;
        }
        separator(buffer, labels.nameStart(i) - 2, out.size() == 0 ? '{' : ',');
        copyQuoted(buffer, labels.nameStart(i), labels.nameEnd(i));
        separator(buffer, labels.nameEnd(i) + 1, ':');
        changed |= writeValue(buffer, i, name, component, first);
      }
    }
    if (out.size() == 0) {
      insert('{');
    }
    insert('}');
    return changed ? out.toByteArray() : null;
  }

  private boolean writeValue(
      byte[] buffer, int index, String name, String component, boolean first) {
    String value = labels.value(index);
    String written = replacement(name, value, component, first);
    if (written.equals(value)) {
      copyQuoted(buffer, labels.valueStart(index), labels.valueEnd(index));
      return false;
    }
    int before = out.size();
    out.write('"');
    JsonText.encode(written, out);
    out.write('"');
    edit.inserted(out.size() - before);
    return true;
  }

  private String replacement(String name, String value, String component, boolean first) {
    if (!rules.hidesAnything() || name.equals(ObfuscationRules.NAME_LABEL)) {
      counts.sawName(name, value);
      return value;
    }
    if (rules.hides(name)) {
      return dictionary.ownToken(name, value, component, used);
    }
    String hunted = hunter.hunt(value);
    if (first) {
      counts.sawLabel(name, !hunted.equals(value));
    }
    return hunted;
  }

  /** The component of this label set's job: the group of an instance that nobody announced. */
  private String component() {
    for (int i = 0; rules.instances() && i < labels.count(); i++) {
      if (labels.name(i).equals(ObfuscationRules.JOB_LABEL)) {
        return dictionary.componentOf(labels.value(i));
      }
    }
    return "";
  }

  private void copyQuoted(byte[] buffer, int from, int to) {
    copy(buffer, from - 1, to - from + 2);
  }

  /** One that stands where it is expected in the raw label set makes no piece of its own. */
  private void separator(byte[] buffer, int expectedAt, char separator) {
    if (buffer[expectedAt] == separator) {
      copy(buffer, expectedAt, 1);
    } else {
      insert(separator);
    }
  }

  private void copy(byte[] buffer, int from, int length) {
    out.write(buffer, from, length);
    edit.copied(from, length);
  }

  private void insert(char one) {
    out.write(one);
    edit.inserted(1);
  }
}
