package io.vmgather.exporter.bundle;

import java.nio.ByteBuffer;

/** What makes deflated blocks readable with public tools: RFC 1952, no name, no time. */
final class GzipHeader {
  /** Bytes before the first block. */
  static final int LENGTH = 10;

  private static final byte[] BYTES = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

  private GzipHeader() {}

  static ByteBuffer bytes() {
    return ByteBuffer.wrap(BYTES).asReadOnlyBuffer();
  }

  static boolean matches(byte[] start) {
    return java.util.Arrays.equals(start, BYTES);
  }
}
