package io.vmgather.importer.read;

import io.vmgather.common.bundle.InflationLimit;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that ends with a failure where it gets longer than allowed. */
final class BoundedInput extends FilterInputStream {
  private final InflationLimit limit;

  BoundedInput(InputStream in, InflationLimit limit) {
    super(in);
    this.limit = limit;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int from, int length) throws IOException {
    int n = in.read(buffer, from, length);
    limit.add(Math.max(0, n));
    return n;
  }
}
