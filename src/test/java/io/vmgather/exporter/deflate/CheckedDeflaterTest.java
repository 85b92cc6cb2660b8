package io.vmgather.exporter.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CheckedDeflaterTest {
  private static final byte[] PLAIN = ManyLines.of(200_000);

  /** Whatever bit is wrong, what is written comes back. */
  @Property(tries = 300)
  void wrongBitIsSeenAndMended(@ForAll @IntRange(max = 1_000_000) int bit) {
    CheckedDeflater checked =
        checked(
            (plain, length, out) -> {
              int written = new LineDeflater().deflate(plain, length, out);
              int wrong = bit % (8 * written);
              out[wrong / 8] ^= (byte) (1 << (wrong % 8));
              return written;
            });
    RoundTrip.of(checked, PLAIN);
    checked.close();
  }

  @Test
  void encodersThatFailDropAddOrStopShortAreMended() {
    for (Made wrong :
        new Made[] {
          (plain, length, out) -> {
            throw new ArrayIndexOutOfBoundsException("no room");
          },
          (plain, length, out) -> new LineDeflater().deflate(plain, length - 1, out),
          (plain, length, out) ->
              new LineDeflater().deflate(Arrays.copyOf(plain, length + 1), length + 1, out),
          (plain, length, out) -> new LineDeflater().deflate(plain, length, out) - 1,
          (plain, length, out) -> new LineDeflater().deflate(plain, length, out) - 5,
          (plain, length, out) -> 0,
          (plain, length, out) -> {
            int written = new LineDeflater().deflate(plain, length, out);
            out[written] = 3; // a final block
            out[written + 1] = 0;
            return written + 2;
          }
        }) {
      CheckedDeflater checked = checked(wrong);
      RoundTrip.of(checked, PLAIN);
      assertThat(checked.mended()).isEqualTo(2);
      checked.close();
    }
  }

  @Test
  void rightOneIsTakenAsItIs() {
    try (CheckedDeflater checked = CheckedDeflater.ofLines()) {
      int own = new LineDeflater().deflate(PLAIN, PLAIN.length, new byte[PLAIN.length]);
      for (int block = 0; block < 200; block++) {
        assertThat(RoundTrip.of(checked, PLAIN)).isEqualTo(own);
      }
      assertThat(checked.mended()).isZero();
    }
  }

  @Test
  void zlibMakesTheBlocksThatItMakesSmaller() {
    CheckedDeflater checked =
        checked(
            (plain, length, out) -> {
              int at = 0;
              for (int from = 0; from < length; from += 60_000) {
                int size = Math.min(60_000, length - from);
                out[at] = 0; // stored: right, and large
                out[at + 1] = (byte) size;
                out[at + 2] = (byte) (size >>> 8);
                out[at + 3] = (byte) ~size;
                out[at + 4] = (byte) (~size >>> 8);
                System.arraycopy(plain, from, out, at + 5, size);
                at += 5 + size;
              }
              return at;
            });
    try (ZlibDeflater zlib = CheckedDeflater.zlib()) {
      int expected = zlib.deflate(PLAIN, PLAIN.length, new byte[PLAIN.length]);
      assertThat(RoundTrip.of(checked, PLAIN)).isEqualTo(expected);
    }
    checked.close();
  }

  private interface Made {
    int deflate(byte[] plain, int length, byte[] out);
  }

  private static CheckedDeflater checked(Made encoder) {
    BlockDeflater made =
        new BlockDeflater() {
          @Override
          public int deflate(byte[] plain, int length, byte[] out) {
            return encoder.deflate(plain, length, out);
          }

          @Override
          public void close() {}
        };
    return new CheckedDeflater(made, CheckedDeflater.zlib());
  }
}
