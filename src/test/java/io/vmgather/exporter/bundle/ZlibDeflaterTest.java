package io.vmgather.exporter.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZlibDeflaterTest {
  private static final byte[] END_OF_STREAM = {3, 0};

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1000, 256 * 1024, 256 * 1024 + 1, 4 * 1024 * 1024})
  void everyByteComesBackFromTheFirstBlockOn(int length) throws IOException {
    byte[] plain = digits(length);
    try (ZlibDeflater deflater = new ZlibDeflater(4, Deflater.FILTERED)) {
      for (int block = 0; block < 3; block++) {
        byte[] out = new byte[BlockDeflater.bound(length)];
        int deflated = deflater.deflate(plain, length, out);

        assertThat(inflated(out, deflated)).isEqualTo(plain);
      }
    }
  }

  private static byte[] digits(int length) {
    byte[] plain = new byte[length];
    Random random = new Random(length);
    for (int i = 0; i < length; i++) {
      plain[i] = (byte) ('0' + random.nextInt(10));
    }
    return plain;
  }

  private static byte[] inflated(byte[] out, int length) throws IOException {
    try (InflaterInputStream in =
        new InflaterInputStream(
            new SequenceInputStream(
                new ByteArrayInputStream(Arrays.copyOf(out, length)),
                new ByteArrayInputStream(END_OF_STREAM)),
            new Inflater(true))) {
      return in.readAllBytes();
    }
  }
}
