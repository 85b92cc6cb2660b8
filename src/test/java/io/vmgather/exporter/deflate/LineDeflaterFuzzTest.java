package io.vmgather.exporter.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vmgather.FuzzSeeds;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the bytes are, they come back. */
class LineDeflaterFuzzTest {
  static Stream<byte[]> seeds() {
    return Stream.concat(
        FuzzSeeds.of("", "a", "aaaaaaaaaa", "1700000000000,1700000015000,1700000030000,"),
        Stream.of(ManyLines.of(5_000)));
  }

  @MethodSource("seeds")
  @FuzzTest
  void anyBytes(byte[] bytes) {
    byte[] plain = repeated(bytes);
    assertThat(RoundTrip.of(new LineDeflater(), plain))
        .isLessThanOrEqualTo(BlockDeflater.bound(plain.length));
  }

  /** What the first byte says is repeated, so that short inputs make long matches, too. */
  private static byte[] repeated(byte[] bytes) {
    int times = bytes.length == 0 ? 1 : 1 + (bytes[0] & 63);
    byte[] plain = new byte[bytes.length * times];
    for (int i = 0; i < times; i++) {
      System.arraycopy(bytes, 0, plain, i * bytes.length, bytes.length);
    }
    return plain;
  }
}
