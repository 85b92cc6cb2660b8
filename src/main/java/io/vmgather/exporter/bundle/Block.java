package io.vmgather.exporter.bundle;

import io.vmgather.exporter.deflate.BlockDeflater;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * Lines that are ordered and deflated together, and their deflated form. Two buffers change roles:
 * ordering copies from one to the other, deflating writes into the one that is free then. One
 * thread at a time owns a block; it is handed on through the queues of {@link DeflatePipeline}.
 */
final class Block {
  // An index of 20 bits leaves 43 bits for the distance in time: 278 years in milliseconds.
  private static final int INDEX_BITS = 20;
  private static final long WIDEST_SPAN = 1L << (63 - INDEX_BITS);
  private static final int MOST_LINES = 1 << INDEX_BITS;

  private final int capacity;
  private byte[] plain;
  private byte[] deflated;
  private int length;
  private int deflatedLength;
  private long crc;

  private int lines;
  private int[] ends = new int[1024];
  private long[] keys = new long[1024];
  private long earliest;
  private long latest;
  private int countedLines;
  private long samples;

  Block(int capacity) {
    this.capacity = capacity;
    this.plain = new byte[BlockDeflater.bound(capacity)];
    this.deflated = new byte[BlockDeflater.bound(capacity)];
  }

  void clear() {
    length = 0;
    deflatedLength = 0;
    lines = 0;
    countedLines = 0;
    samples = 0;
    earliest = Long.MAX_VALUE;
    latest = Long.MIN_VALUE;
  }

  boolean isEmpty() {
    return length == 0;
  }

  int room() {
    return capacity - length;
  }

  boolean fits(int bytes) {
    return bytes <= room() && lines < MOST_LINES;
  }

  /** Appends bytes of the line that {@link #endLine} ends; the caller has asked {@link #fits}. */
  void put(byte[] from, int start, int bytes) {
    System.arraycopy(from, start, plain, length, bytes);
    length += bytes;
  }

  void put(byte one) {
    plain[length++] = one;
  }

  /** Ends a line that lies in this block as a whole. */
  void endLine(long lastTimestampMillis, int lineSamples) {
    if (lines == ends.length) {
      ends = Arrays.copyOf(ends, 2 * lines);
      keys = Arrays.copyOf(keys, 2 * lines);
    }
    ends[lines] = length;
    keys[lines] = lastTimestampMillis;
    lines++;
    earliest = Math.min(earliest, lastTimestampMillis);
    latest = Math.max(latest, lastTimestampMillis);
    count(lineSamples);
  }

  /** Counts a line whose pieces lie in several blocks, this one the last. */
  void count(int lineSamples) {
    countedLines++;
    samples += lineSamples;
  }

  /**
   * Puts the lines in the order of their last timestamp, equal ones as they came. Targets are
   * scraped at offsets of their own, so this brings equal timestamp arrays into deflate's reach.
   */
  void order() {
    long span = latest - earliest;
    // A span out of reach (or overflown) means odd data: in any order it is as true, only larger.
    if (lines < 2 || span < 0 || span >= WIDEST_SPAN || isOrdered()) {
      return;
    }
    for (int i = 0; i < lines; i++) {
      keys[i] = (keys[i] - earliest) << INDEX_BITS | i;
    }
    Arrays.sort(keys, 0, lines);
    gather();
    byte[] ordered = deflated;
    deflated = plain;
    plain = ordered;
  }

  private boolean isOrdered() {
    for (int i = 1; i < lines; i++) {
      if (keys[i] < keys[i - 1]) {
        return false;
      }
    }
    return true;
  }

  private void gather() {
    int to = 0;
    for (int i = 0; i < lines; i++) {
      int line = (int) keys[i] & (MOST_LINES - 1);
      int start = line == 0 ? 0 : ends[line - 1];
      int bytes = ends[line] - start;
      System.arraycopy(plain, start, deflated, to, bytes);
      to += bytes;
    }
  }

  void deflate(BlockDeflater deflater) {
    CRC32 sum = new CRC32();
    sum.update(plain, 0, length);
    crc = sum.getValue();
    deflatedLength = deflater.deflate(plain, length, deflated);
  }

  /** The lines, {@link #length} bytes of it; ordered once {@link #order} was called. */
  byte[] plain() {
    return plain;
  }

  int length() {
    return length;
  }

  /** The lines deflated, {@link #deflatedLength} bytes of it. */
  byte[] deflated() {
    return deflated;
  }

  int deflatedLength() {
    return deflatedLength;
  }

  /** CRC-32 of {@link #plain}, once {@link #deflate} was called. */
  long crc() {
    return crc;
  }

  /** Lines that end in this block. */
  int countedLines() {
    return countedLines;
  }

  long samples() {
    return samples;
  }
}
