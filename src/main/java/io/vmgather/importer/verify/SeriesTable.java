package io.vmgather.importer.verify;

import java.util.Arrays;

/**
 * Two counts of each series, of samples that were sent and that were found, and a sum of hashes of
 * their timestamps each: equal sums and counts mean the same timestamps. Some 60 to 120 bytes a
 * series. For one thread.
 */
final class SeriesTable {
  private static final int SMALLEST = 1 << 10;

  private long[] keys;
  private int[] names;
  private int[] jobs;
  private final Side sent = new Side();
  private final Side found = new Side();
  private int size;

  /** One count of all series. */
  private static final class Side {
    private int[] counts;
    private long[] sums;
    private long[] last;
    private boolean[] unordered;
    private int[] repeats;

    void make(int capacity) {
      counts = new int[capacity];
      sums = new long[capacity];
      last = new long[capacity];
      unordered = new boolean[capacity];
      repeats = new int[capacity];
      Arrays.fill(last, Long.MIN_VALUE);
    }

    /** A timestamp counts once: what is sent again after a failure is there twice. */
    void add(int slot, long millis) {
      if (millis > last[slot]) {
        last[slot] = millis;
        counts[slot]++;
        sums[slot] += SeriesKey.mix(millis);
      } else if (millis < last[slot]) {
        unordered[slot] = true;
      } else {
        repeats[slot]++;
      }
    }

    void copy(int from, Side other, int to) {
      other.counts[to] = counts[from];
      other.sums[to] = sums[from];
      other.last[to] = last[from];
      other.unordered[to] = unordered[from];
      other.repeats[to] = repeats[from];
    }

    void give(Side other) {
      other.counts = counts;
      other.sums = sums;
      other.last = last;
      other.unordered = unordered;
      other.repeats = repeats;
    }

    void clear(int slot) {
      counts[slot] = 0;
      sums[slot] = 0;
      last[slot] = Long.MIN_VALUE;
      unordered[slot] = false;
      repeats[slot] = 0;
    }
  }

  SeriesTable() {
    make(SMALLEST);
  }

  private void make(int capacity) {
    keys = new long[capacity];
    names = new int[capacity];
    jobs = new int[capacity];
    sent.make(capacity);
    found.make(capacity);
  }

  int size() {
    return size;
  }

  int capacity() {
    return keys.length;
  }

  boolean used(int slot) {
    return keys[slot] != 0;
  }

  long key(int slot) {
    return keys[slot];
  }

  /** Index of the metric's name, as {@link #put} got it. */
  int name(int slot) {
    return names[slot];
  }

  /** Index of its job, as {@link #put} got it. */
  int job(int slot) {
    return jobs[slot];
  }

  /** Adds a series if it is new; its slot is good until the next call. */
  int put(long key, int name, int job) {
    int slot = slot(keys, key);
    if (keys[slot] == 0) {
      if (size >= keys.length / 4 * 3) {
        grow();
        slot = slot(keys, key);
      }
      keys[slot] = key;
      names[slot] = name;
      jobs[slot] = job;
      size++;
    }
    return slot;
  }

  /** The slot of a series; -1 for one that was not sent. */
  int find(long key) {
    int slot = slot(keys, key);
    return keys[slot] == 0 ? -1 : slot;
  }

  void sent(int slot, long millis) {
    sent.add(slot, millis);
  }

  void found(int slot, long millis) {
    found.add(slot, millis);
  }

  /** Samples that were found once more than they were in the bundle. */
  int repeated(int slot) {
    return Math.max(0, found.repeats[slot] - sent.repeats[slot]);
  }

  int sentCount(int slot) {
    return sent.counts[slot];
  }

  int foundCount(int slot) {
    return found.counts[slot];
  }

  /** Whether, as far as the counts tell, just what was sent is there. */
  boolean same(int slot) {
    return !sent.unordered[slot]
        && !found.unordered[slot]
        && sent.counts[slot] == found.counts[slot]
        && sent.sums[slot] == found.sums[slot];
  }

  /** Whether samples are surely missing. */
  boolean fewer(int slot) {
    return !sent.unordered[slot] && found.counts[slot] < sent.counts[slot];
  }

  /** Forgets what was found of a series. */
  void clearFound(int slot) {
    found.clear(slot);
  }

  private static int slot(long[] keys, long key) {
    int mask = keys.length - 1;
    int slot = (int) (key >>> 32) & mask;
    while (keys[slot] != 0 && keys[slot] != key) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private void grow() {
    SeriesTable wider = new SeriesTable();
    wider.make(keys.length * 2);
    for (int i = 0; i < keys.length; i++) {
      if (keys[i] != 0) {
        int slot = slot(wider.keys, keys[i]);
        wider.keys[slot] = keys[i];
        wider.names[slot] = names[i];
        wider.jobs[slot] = jobs[i];
        sent.copy(i, wider.sent, slot);
        found.copy(i, wider.found, slot);
      }
    }
    keys = wider.keys;
    names = wider.names;
    jobs = wider.jobs;
    wider.sent.give(sent);
    wider.found.give(found);
  }
}
