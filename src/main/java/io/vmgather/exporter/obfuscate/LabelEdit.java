package io.vmgather.exporter.obfuscate;

import java.util.Arrays;

/** Of which pieces a written label set was made: copied from the raw one, or put in between. */
final class LabelEdit {
  private static final int INSERTED = -1;

  private int[] origins = new int[16];
  private int[] lengths = new int[16];
  private int count;

  void clear() {
    count = 0;
  }

  /**
   * Notes bytes that were copied; those right behind the piece before become a part of it.
   *
   * @param from of the raw label set's first byte
   */
  void copied(int from, int length) {
    boolean goesOn =
        count > 0
            && origins[count - 1] != INSERTED
            && origins[count - 1] + lengths[count - 1] == from;
    note(from, length, goesOn);
  }

  void inserted(int length) {
    note(INSERTED, length, count > 0 && origins[count - 1] == INSERTED);
  }

  int count() {
    return count;
  }

  boolean isInserted(int piece) {
    return origins[piece] == INSERTED;
  }

  /** Where a copied piece begins in the raw label set. */
  int origin(int piece) {
    return origins[piece];
  }

  int length(int piece) {
    return lengths[piece];
  }

  private void note(int origin, int length, boolean goesOn) {
    if (goesOn) {
      lengths[count - 1] += length;
      return;
    }
    if (count == origins.length) {
      origins = Arrays.copyOf(origins, 2 * count);
      lengths = Arrays.copyOf(lengths, 2 * count);
    }
    origins[count] = origin;
    lengths[count++] = length;
  }
}
