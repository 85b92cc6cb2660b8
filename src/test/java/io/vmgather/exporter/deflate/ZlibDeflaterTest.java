package io.vmgather.exporter.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;

class ZlibDeflaterTest {
  private static final int[] LENGTHS = {0, 1, 1000, 262_143, 262_144, 262_145, 600_000};

  @Test
  void everyLengthComesBackAtAnyLevelAndStrategyFirstBlockAndLater() throws DataFormatException {
    for (int level : new int[] {1, 4, 6, 9}) {
      for (int strategy : new int[] {Deflater.DEFAULT_STRATEGY, Deflater.FILTERED}) {
        for (int length : LENGTHS) {
          try (ZlibDeflater deflater = new ZlibDeflater(level, strategy)) {
            byte[] text = digits(length);
            assertRoundTrip(deflater, text);
            assertRoundTrip(deflater, text);
          }
        }
      }
    }
  }

  @Test
  void bytesThatDontCompressFitTheBound() throws DataFormatException {
    for (int level : new int[] {1, 4, 9}) {
      try (ZlibDeflater deflater = new ZlibDeflater(level, Deflater.FILTERED)) {
        for (int length : LENGTHS) {
          byte[] noise = new byte[length];
          new Random(length).nextBytes(noise);
          assertRoundTrip(deflater, noise);
        }
      }
    }
  }

  private static byte[] digits(int length) {
    byte[] bytes = new byte[length];
    Random random = new Random(1);
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i % 14 == 0 ? ',' : '0' + random.nextInt(i % 3 == 0 ? 10 : 2));
    }
    return bytes;
  }

  private static void assertRoundTrip(ZlibDeflater deflater, byte[] plain)
      throws DataFormatException {
    byte[] out = new byte[BlockDeflater.bound(plain.length)];
    int deflated = deflater.deflate(plain, plain.length, out);
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(out, 0, deflated);
      byte[] back = new byte[plain.length + 1];
      int inflated = inflater.inflate(back);
      assertThat(Arrays.equals(back, 0, inflated, plain, 0, plain.length)).isTrue();
      assertThat(inflater.finished()).as("not a final block").isFalse();
    } finally {
      inflater.end();
    }
  }
}
