package io.vmgather.exporter.obfuscate;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Takes a dictionary from one process to another: what joined since the last time is written or
 * read, in its order, so that ids, tokens and the next numbers are the same there. It holds every
 * original and the session's key: where it is written to must be encrypted. For one thread.
 */
public final class DictionaryState {
  private final Dictionary dictionary;

  /** Whether what is read joins the dictionary; else it must be there. */
  private final boolean restores;

  private int kinds = Dictionary.FIXED_KINDS;
  private int components;
  private int sequences;
  private int originals;

  private DictionaryState(Dictionary dictionary, boolean restores) {
    this.dictionary = dictionary;
    this.restores = restores;
  }

  /** Begins to write a dictionary. */
  public static DictionaryState begin(Dictionary dictionary, DataOutput out) throws IOException {
    out.writeUTF(dictionary.keyHex());
    return new DictionaryState(dictionary, false);
  }

  /**
   * Begins to read what {@link #begin} began.
   *
   * @param live the session's dictionary, with which all that is read must agree; null to make one
   */
  public static DictionaryState read(Dictionary live, DataInput in) throws IOException {
    String keyHex = in.readUTF();
    DictionaryState state =
        live == null
            ? new DictionaryState(new Dictionary(keyHex), true)
            : new DictionaryState(live, false);
    state.require(state.dictionary.keyHex().equals(keyHex));
    return state;
  }

  public Dictionary dictionary() {
    return dictionary;
  }

  /** Writes what joined since the last call of this or {@link #readNew}. */
  public void writeNew(DataOutput out) throws IOException {
    synchronized (dictionary) {
      List<String> labels = dictionary.kindLabels();
      Packed.write(out, labels.size() - kinds);
      for (; kinds < labels.size(); kinds++) {
        Packed.write(out, labels.get(kinds));
      }
      writeComponents(out, dictionary.components());
      TokenNumbers numbers = dictionary.numbers();
      Packed.write(out, numbers.size() - sequences);
      for (; sequences < numbers.size(); sequences++) {
        out.writeBoolean(numbers.countsHosts(sequences));
        Packed.write(out, numbers.name(sequences));
      }
      writeOriginals(out, dictionary.originals());
    }
  }

  private void writeComponents(DataOutput out, Map<String, String> ofJobs) throws IOException {
    Packed.write(out, ofJobs.size() - components);
    int at = 0;
    for (Map.Entry<String, String> one : ofJobs.entrySet()) {
      if (at++ >= components) {
        Packed.write(out, one.getKey());
        Packed.write(out, one.getValue());
      }
    }
    components = ofJobs.size();
  }

  private void writeOriginals(DataOutput out, OriginalStore store) throws IOException {
    Packed.write(out, store.size() - originals);
    for (; originals < store.size(); originals++) {
      Packed.write(out, store.kind(originals));
      Packed.write(out, store.sequence(originals));
      Packed.write(out, store.number(originals));
      Packed.write(out, store.text(originals));
    }
  }

  /**
   * Reads what one call of {@link #writeNew} wrote.
   *
   * @throws GatherException INVALID_INPUT when a dictionary that is there gave other tokens;
   *     BUNDLE_DAMAGED when it makes no sense
   */
  public void readNew(DataInput in) throws IOException {
    synchronized (dictionary) {
      for (int left = Packed.readInt(in); left > 0; left--) {
        String label = Packed.readText(in);
        require(dictionary.restoreKind(label, restores) == kinds++);
      }
      for (int left = Packed.readInt(in); left > 0; left--) {
        String job = Packed.readText(in);
        String component = Packed.readText(in);
        require(dictionary.restoreComponent(job, component, restores));
        components++;
      }
      for (int left = Packed.readInt(in); left > 0; left--) {
        boolean hosts = in.readBoolean();
        String name = Packed.readText(in);
        require(dictionary.restoreSequence(hosts, name, restores) == sequences++);
      }
      for (int left = Packed.readInt(in); left > 0; left--) {
        readOriginal(in);
      }
    }
  }

  private void readOriginal(DataInput in) throws IOException {
    int kind = Packed.readInt(in);
    int sequence = Packed.readInt(in);
    int number = Packed.readInt(in);
    String text = Packed.readText(in);
    require(kind < kinds && sequence < sequences && number > 0);
    int id = dictionary.restoreOriginal(kind, sequence, number, text, restores);
    OriginalStore store = dictionary.originals();
    require(id == originals++ && store.sequence(id) == sequence && store.number(id) == number);
  }

  private void require(boolean agrees) {
    if (!agrees && restores) {
      throw Packed.unreadable();
    }
    if (!agrees) {
      throw new GatherException(
              ErrorCode.INVALID_INPUT, "the session's tokens are not those of this export")
          .hint("Resume it in the session that began it, or start it again.");
    }
  }
}
