package io.vmgather.importer.push;

import java.util.Arrays;

/** Lines that are sent in one request. Filled by one thread, then the pusher's until it is free. */
public final class Chunk {
  private byte[] bytes;
  private int length;

  Chunk(int capacity) {
    bytes = new byte[capacity];
  }

  /** Appends {@code source[from, to)}. */
  public void append(byte[] source, int from, int to) {
    int more = to - from;
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length + bytes.length / 2, length + more));
    }
    System.arraycopy(source, from, bytes, length, more);
    length += more;
  }

  /** In bytes. */
  public int length() {
    return length;
  }

  byte[] bytes() {
    return bytes;
  }

  /** Makes it empty; one that a long line has blown up gives the memory back. */
  void clear(int capacity) {
    length = 0;
    if (bytes.length > 4 * capacity) {
      bytes = new byte[capacity];
    }
  }
}
