package io.vmgather.common.bundle;

import java.util.Arrays;

/**
 * A bounded set of 64-bit hashes: some 16 bytes an element instead of 50 for a HashSet. For one
 * thread.
 */
public final class SeriesSet {
  private final int limit;
  private long[] slots = new long[1 << 12];
  private int size;
  private boolean overflown;

  /**
   * @param limit members at most
   */
  public SeriesSet(int limit) {
    this.limit = limit;
  }

  /** Whether the hash is new; false too when it can't be remembered any more. */
  public boolean add(long hash) {
    // 0 marks a free slot.
    long value = hash == 0 ? 1 : hash;
    int slot = find(slots, value);
    if (slots[slot] == value) {
      return false;
    }
    if (size == limit) {
      overflown = true;
      return false;
    }
    slots[slot] = value;
    size++;
    if (size * 4L > slots.length * 3L) {
      grow();
    }
    return true;
  }

  public int size() {
    return size;
  }

  /** Whether every element that was offered is counted. */
  public boolean exact() {
    return !overflown;
  }

  private void grow() {
    long[] wider = new long[slots.length * 2];
    Arrays.stream(slots).filter(value -> value != 0).forEach(v -> wider[find(wider, v)] = v);
    slots = wider;
  }

  private static int find(long[] slots, long value) {
    int mask = slots.length - 1;
    int slot = (int) (value ^ value >>> 32) & mask;
    while (slots[slot] != 0 && slots[slot] != value) {
      slot = slot + 1 & mask;
    }
    return slot;
  }
}
