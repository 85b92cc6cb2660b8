package io.vmgather.exporter.deflate;

/** Writes bits into an array as deflate orders them: the lowest first. One thread. */
final class BitSink {
  private byte[] out;
  private int at;
  private long pending;
  private int pendingBits;

  /** Begins at the array's first byte. */
  void begin(byte[] target) {
    out = target;
    at = 0;
    pending = 0;
    pendingBits = 0;
  }

  /**
   * Appends the lowest {@code count} bits of {@code bits}, above which it must be 0.
   *
   * @param count 0 to 48
   */
  void put(long bits, int count) {
    pending |= bits << pendingBits;
    pendingBits += count;
    while (pendingBits >= 16) {
      out[at] = (byte) pending;
      out[at + 1] = (byte) (pending >>> 8);
      at += 2;
      pending >>>= 16;
      pendingBits -= 16;
    }
  }

  /** Fills the last byte with zeros. */
  void align() {
    put(0, -pendingBits & 7);
    if (pendingBits > 0) {
      out[at++] = (byte) pending;
      pending = 0;
      pendingBits = 0;
    }
  }

  /** Copies bytes; the caller has aligned. */
  void putBytes(byte[] from, int start, int length) {
    System.arraycopy(from, start, out, at, length);
    at += length;
  }

  /** Bytes written, those of pending bits not counted. */
  int length() {
    return at;
  }
}
