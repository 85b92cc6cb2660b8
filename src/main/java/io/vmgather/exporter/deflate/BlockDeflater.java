package io.vmgather.exporter.deflate;

/** Deflates whole blocks; one thread at a time uses an instance. */
public interface BlockDeflater extends AutoCloseable {
  /**
   * Writes {@code plain[0, length)} as raw deflate (RFC 1951) that refers to nothing before it,
   * holds no final block and ends on a byte border: such pieces may be put behind each other.
   *
   * @param out at least {@link #bound} of {@code length} long
   * @return bytes written to {@code out}
   */
  int deflate(byte[] plain, int length, byte[] out);

  /** The most that {@code length} bytes can become: stored blocks and a little room. */
  static int bound(int length) {
    return length + length / 1024 + 1024;
  }

  @Override
  void close();
}
