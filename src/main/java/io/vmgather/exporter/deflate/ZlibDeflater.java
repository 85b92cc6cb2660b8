package io.vmgather.exporter.deflate;

import java.util.zip.Deflater;

/** The JDK's own zlib. Holds native memory until it is closed. */
public final class ZlibDeflater implements BlockDeflater {
  // A native call pins the heap: with the serial collector no other thread can collect until it
  // returns. 256 KiB keep that to a few milliseconds and the number of calls small.
  private static final int CALL_BYTES = 256 * 1024;

  private final Deflater deflater;

  /**
   * @param level 1 (fast) to 9 (small)
   * @param strategy {@link Deflater#DEFAULT_STRATEGY} or {@link Deflater#FILTERED}
   */
  public ZlibDeflater(int level, int strategy) {
    deflater = new Deflater(level, true);
    deflater.setStrategy(strategy);
  }

  @Override
  public int deflate(byte[] plain, int length, byte[] out) {
    deflater.reset();
    int written = 0;
    for (int from = 0; from < length; from += CALL_BYTES) {
      deflater.setInput(plain, from, Math.min(CALL_BYTES, length - from));
      // One call may take none of it: a changed strategy is set by a call of its own.
      while (!deflater.needsInput()) {
        written += drain(out, written, Deflater.NO_FLUSH);
      }
    }
    written += drain(out, written, Deflater.SYNC_FLUSH);
    if (deflater.getBytesRead() != length) {
      throw new IllegalStateException(
          "deflate took " + deflater.getBytesRead() + " bytes of " + length);
    }
    return written;
  }

  private int drain(byte[] out, int from, int flush) {
    int room = out.length - from;
    int written = deflater.deflate(out, from, room, flush);
    if (written == room) {
      throw new IllegalStateException("deflate needs more than " + out.length + " bytes");
    }
    return written;
  }

  @Override
  public void close() {
    deflater.end();
  }
}
