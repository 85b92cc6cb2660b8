package io.vmgather.common.vm;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * A body that brings less than 1 KiB in the time of a stall fails as one that stalls: a server or
 * proxy that lets a byte through now and then would hold an export for weeks. Only the time that is
 * waited counts, not what the reader does in between. One thread.
 */
final class PacedInput extends FilterInputStream {
  static final int LEAST_BYTES = 1024;

  private final long patienceNanos;
  private long waitedNanos;
  private int brought;

  PacedInput(InputStream in, Duration patience) {
    super(in);
    this.patienceNanos = patience.toNanos();
  }

  /** It came, but too slowly. */
  static final class TooSlow extends SocketTimeoutException {
    private static final long serialVersionUID = 1L;

    TooSlow(int bytes) {
      super(bytes + " bytes came");
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] to, int from, int length) throws IOException {
    long begin = System.nanoTime();
    int read = in.read(to, from, length);
    brought += Math.max(0, read);
    if (brought >= LEAST_BYTES) {
      brought = 0;
      waitedNanos = 0;
      return read;
    }
    waitedNanos += System.nanoTime() - begin;
    if (read > 0 && waitedNanos > patienceNanos) {
      throw new TooSlow(brought);
    }
    return read;
  }
}
