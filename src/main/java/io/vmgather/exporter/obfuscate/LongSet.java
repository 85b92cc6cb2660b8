package io.vmgather.exporter.obfuscate;

import java.util.Arrays;

/** A growing set of 64-bit hashes: 11 to 22 bytes a member. For one thread. */
final class LongSet {
  private long[] table = new long[1024];
  private int size;

  /** Whether the hash is new. */
  boolean add(long hash) {
    long member = member(hash);
    int slot = slot(member);
    if (table[slot] == member) {
      return false;
    }
    table[slot] = member;
    size++;
    if (size > table.length / 4 * 3) {
      grow();
    }
    return true;
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
