package io.vmgather.exporter.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Inflates with zlib what an encoder made. */
final class RoundTrip {
  private RoundTrip() {}

  /** Exactly these bytes come back, twice in a row, in pieces that may be put behind each other. */
  static int of(BlockDeflater deflater, byte[] plain) {
    byte[] first = new byte[BlockDeflater.bound(plain.length)];
    byte[] second = new byte[BlockDeflater.bound(plain.length)];
    int length = deflater.deflate(plain, plain.length, first);
    int again = deflater.deflate(plain, plain.length, second);
    byte[] both = Arrays.copyOf(first, length + again);
    System.arraycopy(second, 0, both, length, again);
    byte[] expected = Arrays.copyOf(plain, 2 * plain.length);
    System.arraycopy(plain, 0, expected, plain.length, plain.length);
    assertThat(inflated(both, expected.length)).isEqualTo(expected);
    return length;
  }

  private static byte[] inflated(byte[] deflated, int expected) {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(deflated);
      byte[] back = new byte[expected + 1];
      int length = inflater.inflate(back);
      assertThat(inflater.finished()).as("not a final block").isFalse();
      assertThat(inflater.getRemaining()).isZero();
      return Arrays.copyOf(back, length);
    } catch (DataFormatException e) {
      throw new AssertionError("no deflate", e);
    } finally {
      inflater.end();
    }
  }
}
