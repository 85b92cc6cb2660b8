package io.vmgather.exporter.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LineDeflaterTest {
  private static final int WINDOW = 32 * 1024;

  private final LineDeflater deflater = new LineDeflater();

  @Property
  void anyBytesComeBack(@ForAll @Size(max = 2000) byte[] plain) {
    RoundTrip.of(deflater, plain);
  }

  /** Few letters make matches everywhere, next to each other and within each other. */
  @Property
  void bytesOfFewLettersComeBack(@ForAll("repetitive") byte[] plain) {
    RoundTrip.of(deflater, plain);
  }

  @Provide
  Arbitrary<byte[]> repetitive() {
    Arbitrary<Integer> letters = Arbitraries.integers().between(1, 5);
    Arbitrary<Integer> lengths = Arbitraries.integers().between(0, 100_000);
    return net.jqwik.api.Combinators.combine(letters, lengths, Arbitraries.longs())
        .as(
            (count, length, seed) -> {
              Random random = new Random(seed);
              byte[] plain = new byte[length];
              int at = 0;
              while (at < length) {
                if (at > 0 && random.nextInt(4) == 0) {
                  int from = random.nextInt(at);
                  for (int left = random.nextInt(2000); left > 0 && at < length; left--) {
                    plain[at++] = plain[from++];
                  }
                } else {
                  plain[at++] = (byte) ('0' + random.nextInt(count));
                }
              }
              return plain;
            });
  }

  /** What the last match leaves must be long enough for a match of its own. */
  @Property
  void matchesOfEveryLengthComeBack(@ForAll @IntRange(min = 1, max = 800) int length) {
    byte[] plain = new byte[1000 + length + 3];
    Random random = new Random(length);
    for (int i = 0; i < 1000; i++) {
      plain[i] = (byte) random.nextInt(256);
    }
    System.arraycopy(plain, 0, plain, 1000, length);
    plain[1000 + length] = (byte) ~plain[length];
    RoundTrip.of(deflater, plain);
  }

  @Test
  void matchesAtTheEdgeOfTheWindowComeBack() {
    for (int distance = WINDOW - 2; distance <= WINDOW + 2; distance++) {
      byte[] plain = new byte[distance + 300];
      new Random(distance).nextBytes(plain);
      System.arraycopy(plain, 0, plain, distance, 300);
      RoundTrip.of(deflater, plain);
    }
  }

  @Test
  void noiseIsStoredWithinTheBound() {
    for (int length : new int[] {0, 1, 4, 5, 6, 65_535, 65_536, 600_000, 4 * 1024 * 1024}) {
      byte[] noise = new byte[length];
      new Random(length).nextBytes(noise);
      assertThat(RoundTrip.of(deflater, noise)).isLessThanOrEqualTo(BlockDeflater.bound(length));
    }
  }

  @Test
  void oneByteOverAndOverComesBackSmall() {
    byte[] same = new byte[4 * 1024 * 1024];
    assertThat(RoundTrip.of(deflater, same)).isLessThan(10_000);
  }

  /** Rare symbols beside very frequent ones: codes would be longer than deflate allows. */
  @Test
  void lopsidedFrequenciesComeBack() {
    byte[] plain = new byte[30_000];
    Random random = new Random(3);
    for (int i = 0; i < plain.length; i++) {
      int bits = Integer.numberOfTrailingZeros(random.nextInt() | 1 << 30);
      plain[i] = (byte) (bits * 8 + random.nextInt(8));
    }
    RoundTrip.of(deflater, plain);
  }

  @Test
  void linesBecomeSmallerThanByZlib() {
    byte[] lines = ManyLines.of(4 * 1024 * 1024);
    int own = RoundTrip.of(deflater, lines);
    try (ZlibDeflater zlib = CheckedDeflater.zlib()) {
      assertThat(own).isLessThan(zlib.deflate(lines, lines.length, new byte[lines.length]));
    }
  }
}
