package io.vmgather.importer.read;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;

/** A stream that ends with a failure where it gets longer than allowed. */
final class BoundedInput extends FilterInputStream {
  private final long mostBytes;
  private long bytes;

  BoundedInput(InputStream in, long mostBytes) {
    super(in);
    this.mostBytes = mostBytes;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int from, int length) throws IOException {
    int n = in.read(buffer, from, length);
    if (n > 0) {
      bytes += n;
      if (bytes > mostBytes) {
        throw new ZipException("it inflates to more than " + mostBytes + " bytes");
      }
    }
    return n;
  }
}
