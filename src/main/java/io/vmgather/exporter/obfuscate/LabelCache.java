package io.vmgather.exporter.obfuscate;

import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * Written label sets by the raw bytes they were made from, within a budget. For one thread.
 *
 * <p>Windows repeat their series in the same order, so the entry that followed last time is tried
 * before anything is hashed. CRC32, because it is the one hash that every tier of the JVM runs as
 * machine code; equality is decided by the bytes.
 */
final class LabelCache {
  // Headers, table slots and the entry itself, rounded up.
  private static final int ENTRY_OVERHEAD_BYTES = 112;

  private final CRC32 crc = new CRC32();
  private final long budgetBytes;
  private Entry[] table = new Entry[1024];
  private Entry last;
  private int size;
  private long usedBytes;
  private final CacheUse use = new CacheUse();

  private static final class Entry {
    private final byte[] raw;
    private final byte[] written;
    private final int hash;

    /** The one that came after this one the last time. */
    private Entry follower;

    Entry(byte[] raw, byte[] written, int hash) {
      this.raw = raw;
      this.written = written;
      this.hash = hash;
    }

    boolean is(byte[] buffer, int offset, int length) {
      return raw.length == length && Arrays.equals(raw, 0, length, buffer, offset, offset + length);
    }
  }

  LabelCache(long budgetBytes) {
    this.budgetBytes = budgetBytes;
  }

  /** What was made of these bytes, or null. */
  byte[] find(byte[] buffer, int offset, int length) {
    byte[] written = known(buffer, offset, length);
    if (written != null) {
      use.hit();
    }
    return written;
  }

  private byte[] known(byte[] buffer, int offset, int length) {
    Entry before = last;
    if (before != null) {
      if (before.is(buffer, offset, length)) {
        return before.written;
      }
      Entry guess = before.follower;
      if (guess != null && guess.is(buffer, offset, length)) {
        last = guess;
        return guess.written;
      }
    }
    Entry found = lookUp(buffer, offset, length);
    if (found == null) {
      return null;
    }
    follow(found);
    return found.written;
  }

  /**
   * Remembers what was made, as far as the budget goes. When it is full nothing more is taken in:
   * series come round in the same order, and throwing out the oldest would throw out what comes
   * next. If most of the content has gone out of use, all of it goes.
   *
   * @return whether it was taken in
   */
  boolean put(byte[] buffer, int offset, int length, byte[] written) {
    long bytes = (long) length + written.length + ENTRY_OVERHEAD_BYTES;
    if (usedBytes + bytes > budgetBytes) {
      if (!use.outOfUse(size)) {
        return false;
      }
      clear();
      if (bytes > budgetBytes) {
        return false;
      }
    }
    use.tookIn();
    byte[] raw = Arrays.copyOfRange(buffer, offset, offset + length);
    Entry entry = new Entry(raw, written, hash(buffer, offset, length));
    usedBytes += bytes;
    if (++size > table.length / 2) {
      grow();
    }
    enter(entry);
    follow(entry);
    return true;
  }

  int size() {
    return size;
  }

  private void follow(Entry entry) {
    if (last != null) {
      last.follower = entry;
    }
    last = entry;
  }

  private int hash(byte[] buffer, int offset, int length) {
    crc.reset();
    crc.update(buffer, offset, length);
    return (int) crc.getValue();
  }

  private Entry lookUp(byte[] buffer, int offset, int length) {
    int hash = hash(buffer, offset, length);
    int slot = hash & (table.length - 1);
    while (table[slot] != null) {
      Entry entry = table[slot];
      if (entry.hash == hash && entry.is(buffer, offset, length)) {
        return entry;
      }
      slot = (slot + 1) & (table.length - 1);
    }
    return null;
  }

  private void enter(Entry entry) {
    int slot = entry.hash & (table.length - 1);
    while (table[slot] != null) {
      slot = (slot + 1) & (table.length - 1);
    }
    table[slot] = entry;
  }

  private void grow() {
    Entry[] old = table;
    table = new Entry[old.length * 2];
    for (Entry entry : old) {
      if (entry != null) {
        enter(entry);
      }
    }
  }

  private void clear() {
    table = new Entry[1024];
    last = null;
    size = 0;
    usedBytes = 0;
  }
}
