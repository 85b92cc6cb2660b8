package io.vmgather.exporter.obfuscate;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** A growing set of 64-bit hashes: 11 to 22 bytes a member. For one thread. */
final class LongSet {
  private long[] table = new long[1024];
  private int size;

  /** Members that came since the last {@link #writeNew}; null while nobody asks for them. */
  private long[] fresh;

  private int freshSize;

  /** Whether the hash is new. */
  boolean add(long hash) {
    long member = member(hash);
    int slot = slot(member);
    if (table[slot] == member) {
      return false;
    }
    if (fresh != null) {
      remember(member);
    }
    table[slot] = member;
    size++;
    if (size > table.length / 4 * 3) {
      grow();
    }
    return true;
  }

  /** From now on new members are remembered for {@link #writeNew}: 8 to 16 bytes each. */
  void track() {
    fresh = new long[256];
  }

  /** Writes the members that came since the last call. */
  void writeNew(DataOutput out) throws IOException {
    Packed.write(out, freshSize);
    for (int i = 0; i < freshSize; i++) {
      out.writeLong(fresh[i]);
    }
    freshSize = 0;
    if (fresh.length > 1 << 16) {
      fresh = new long[256];
    }
  }

  /** Adds what one call of {@link #writeNew} wrote. */
  void readNew(DataInput in) throws IOException {
    for (int left = Packed.readInt(in); left > 0; left--) {
      add(in.readLong());
    }
    freshSize = 0;
  }

  private void remember(long member) {
    if (freshSize == fresh.length) {
      fresh = Arrays.copyOf(fresh, 2 * freshSize);
    }
    fresh[freshSize++] = member;
  }

  boolean contains(long hash) {
    long member = member(hash);
    return table[slot(member)] == member;
  }

  int size() {
    return size;
  }

  void clear() {
    Arrays.fill(table, 0);
    size = 0;
  }

  // 0 marks a free slot.
  private static long member(long hash) {
    return hash == 0 ? 1 : hash;
  }

  private int slot(long member) {
    int mask = table.length - 1;
    int slot = (int) ((member * 0x9E3779B97F4A7C15L) >>> 33) & mask;
    while (table[slot] != 0 && table[slot] != member) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] old = table;
    table = new long[old.length * 2];
    for (long member : old) {
      if (member != 0) {
        table[slot(member)] = member;
      }
    }
  }
}
