package io.vmgather.exporter.obfuscate;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Originals with their kind, token sequence and token number, found by their text with or without
 * regard to case. An original's id is its rank of arrival. Numbers and bytes only, no object an
 * original. Not thread-safe: the {@link Dictionary} locks.
 */
final class OriginalStore {
  static final int NONE = -1;

  private static final int HUNTED = 1;
  private static final int PHRASE = 2;
  private static final int DOTTED = 4;
  private static final int BEFORE_PORT = 8;

  /** What ends a word that may be an original: not all originals are taken before everything. */
  enum Ending {
    WORD(HUNTED),
    /** The word goes on behind a dot: only what can't be an everyday word. */
    DOT(DOTTED),
    /** Also hosts that are too short to be told from other words without a port. */
    PORT(HUNTED | BEFORE_PORT);

    private final int traits;

    Ending(int traits) {
      this.traits = traits;
    }

    /** What ends a word here. */
    static Ending at(CharSequence text, int end) {
      boolean dot = end < text.length() && text.charAt(end) == '.';
      if (dot && Words.isWord(text, end - 1) && !Words.endsAt(text, end)) {
        return DOT;
      }
      return HostPort.portFollows(text, end) ? PORT : WORD;
    }
  }

  private final TextArena texts = new TextArena();
  private final LongSet firstWords = new LongSet();
  private int[] starts = new int[256];
  private int[] hashes = new int[256];
  private int[] numbers = new int[256];
  private short[] kinds = new short[256];
  private short[] sequences = new short[256];
  private byte[] traits = new byte[256];
  private int[] table = new int[1024];
  private int size;
  private int longest;
  private boolean oddStarts;
  private boolean edges;

  int size() {
    return size;
  }

  /** The id of this text in this kind, or {@link #NONE}. */
  int find(int kind, String text) {
    long hash = FoldedHash.of(text, 0, text.length());
    for (int slot = slot((int) hash); table[slot] != 0; slot = next(slot)) {
      int id = table[slot] - 1;
      if (kinds[id] == kind && is(id, (int) hash, text, 0, text.length(), false)) {
        return id;
      }
    }
    return NONE;
  }

  /** Whether any kind has this very text. */
  boolean containsText(String text) {
    long hash = FoldedHash.of(text, 0, text.length());
    for (int slot = slot((int) hash); table[slot] != 0; slot = next(slot)) {
      if (is(table[slot] - 1, (int) hash, text, 0, text.length(), false)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The hunted original that stands in {@code [from, to)}: of several kinds the one of the lowest
   * number; a host also in another case, if nothing has that very text.
   *
   * @param hash finished {@link FoldedHash} of the range
   * @param ending what follows the range
   */
  int findHunted(BitSet wanted, long hash, CharSequence text, int from, int to, Ending ending) {
    int best = NONE;
    int otherCase = NONE;
    for (int slot = slot((int) hash); table[slot] != 0; slot = next(slot)) {
      int id = table[slot] - 1;
      boolean candidate =
          hashes[id] == (int) hash && (traits[id] & ending.traits) != 0 && wanted.get(kinds[id]);
      if (candidate && is(id, (int) hash, text, from, to, false)) {
        best = best == NONE || kinds[id] < kinds[best] ? id : best;
      } else if (candidate
          && kinds[id] == Dictionary.HOST
          && is(id, (int) hash, text, from, to, true)) {
        otherCase = id;
      }
    }
    return best == NONE ? otherCase : best;
  }

  /** Adds a text that {@link #find} did not find; its number is 0 until it is set. */
  int add(int kind, int sequence, String text) {
    if (size == starts.length) {
      growEntries();
    }
    int id = size++;
    starts[id] = texts.size();
    texts.append(text);
    hashes[id] = (int) FoldedHash.of(text, 0, text.length());
    kinds[id] = (short) kind;
    sequences[id] = (short) sequence;
    traits[id] = (byte) traitsOf(kind, text);
    if (size > table.length / 3 * 2) {
      growTable();
    } else {
      enter(id);
    }
    return id;
  }

  int kind(int id) {
    return kinds[id];
  }

  int sequence(int id) {
    return sequences[id];
  }

  int number(int id) {
    return numbers[id];
  }

  void number(int id, int number) {
    numbers[id] = number;
  }

  String text(int id) {
    return texts.text(starts[id], end(id));
  }

  boolean hunted(int id) {
    return (traits[id] & HUNTED) != 0;
  }

  /** Whether it is a host that is hunted before a port only. */
  boolean beforePort(int id) {
    return (traits[id] & BEFORE_PORT) != 0;
  }

  /** Whether the original holds characters that end a word. */
  boolean phrase(int id) {
    return (traits[id] & PHRASE) != 0;
  }

  /** Whether a hunted phrase begins with the text of this finished hash, up to its first word. */
  boolean beginsPhrase(long hash) {
    return firstWords.contains(hash);
  }

  /** Whether a hunted original begins with a character that belongs to no word. */
  boolean oddStarts() {
    return oddStarts;
  }

  /** Whether a hunted original begins or ends with a dot or a dash. */
  boolean edges() {
    return edges;
  }

  /** UTF-16 units of the longest hunted original. */
  int longest() {
    return longest;
  }

  private int traitsOf(int kind, String text) {
    boolean shortHost = kind == Dictionary.HOST && Vocabulary.shortName(text);
    if (Vocabulary.exemption(text) != null && !shortHost) {
      return 0;
    }
    longest = Math.max(longest, text.length());
    edges |= Words.isEdge(text.charAt(0)) || Words.isEdge(text.charAt(text.length() - 1));
    if (shortHost) {
      return BEFORE_PORT;
    }
    int result = HUNTED;
    int firstEnd = 1;
    while (firstEnd < text.length() && !Words.hardEndAt(text, firstEnd)) {
      firstEnd++;
    }
    oddStarts |= !Words.isWord(text, 0);
    if (firstEnd < text.length() || !Words.isWord(text, 0)) {
      firstWords.add(FoldedHash.of(text, 0, firstEnd));
      result |= PHRASE;
    }
    boolean telling = text.chars().anyMatch(c -> Words.isDigit((char) c) || c == '-');
    return telling ? result | DOTTED : result;
  }

  private boolean is(int id, int hash, CharSequence text, int from, int to, boolean anyCase) {
    return hashes[id] == hash && texts.matches(starts[id], end(id), text, from, to, anyCase);
  }

  private int end(int id) {
    return id + 1 < size ? starts[id + 1] : texts.size();
  }

  private int slot(int hash) {
    int mixed = hash * 0x9E3779B9;
    return (mixed ^ (mixed >>> 15)) & (table.length - 1);
  }

  private int next(int slot) {
    return (slot + 1) & (table.length - 1);
  }

  private void enter(int id) {
    int slot = slot(hashes[id]);
    while (table[slot] != 0) {
      slot = next(slot);
    }
    table[slot] = id + 1;
  }

  private void growTable() {
    table = new int[table.length * 2];
    for (int id = 0; id < size; id++) {
      enter(id);
    }
  }

  private void growEntries() {
    int room = size + size / 2;
    starts = Arrays.copyOf(starts, room);
    hashes = Arrays.copyOf(hashes, room);
    numbers = Arrays.copyOf(numbers, room);
    kinds = Arrays.copyOf(kinds, room);
    sequences = Arrays.copyOf(sequences, room);
    traits = Arrays.copyOf(traits, room);
  }
}
