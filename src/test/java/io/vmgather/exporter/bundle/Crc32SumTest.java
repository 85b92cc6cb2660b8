package io.vmgather.exporter.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class Crc32SumTest {
  @Test
  void joinedSumIsTheSumOfTheWhole() {
    Random random = new Random(1);
    for (int i = 0; i < 200; i++) {
      byte[] bytes = new byte[random.nextInt(5000)];
      random.nextBytes(bytes);
      int cut = random.nextInt(bytes.length + 1);

      assertThat(
              Crc32Sum.join(crc(bytes, 0, cut), crc(bytes, cut, bytes.length), bytes.length - cut))
          .isEqualTo(crc(bytes, 0, bytes.length));
    }
  }

  private static long crc(byte[] bytes, int from, int to) {
    CRC32 crc = new CRC32();
    crc.update(bytes, from, to - from);
    return crc.getValue();
  }
}
