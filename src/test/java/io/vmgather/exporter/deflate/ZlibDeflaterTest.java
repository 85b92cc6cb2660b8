package io.vmgather.exporter.deflate;

import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

class ZlibDeflaterTest {
  private static final int[] LENGTHS = {0, 1, 1000, 262_143, 262_144, 262_145, 600_000};

  @Test
  void everyLengthComesBackAtAnyLevelAndStrategyFirstBlockAndLater() {
    for (int level : new int[] {1, 4, 6, 9}) {
      for (int strategy : new int[] {Deflater.DEFAULT_STRATEGY, Deflater.FILTERED}) {
        for (int length : LENGTHS) {
          try (ZlibDeflater deflater = new ZlibDeflater(level, strategy)) {
            byte[] text = digits(length);
            RoundTrip.of(deflater, text);
          }
        }
      }
    }
  }

  @Test
  void bytesThatDontCompressFitTheBound() {
    for (int level : new int[] {1, 4, 9}) {
      try (ZlibDeflater deflater = new ZlibDeflater(level, Deflater.FILTERED)) {
        for (int length : LENGTHS) {
          byte[] noise = new byte[length];
          new Random(length).nextBytes(noise);
          RoundTrip.of(deflater, noise);
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
}
