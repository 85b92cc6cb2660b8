package io.vmgather.exporter.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PrefixCodeTest {
  @Property
  void everyCodeIsWholeAndWithinItsLength(
      @ForAll @Size(286) int @IntRange(max = 70_000) [] counts, @ForAll boolean rare) {
    if (rare) {
      Arrays.setAll(counts, i -> counts[i] % 3 == 0 ? counts[i] : 0);
    }
    assertCode(counts, 15);
  }

  /** Each as frequent as the two before: the deepest tree that there is. */
  @Test
  void depthsBeyondTheLimitAreCutAndNothingElseGrowsMuch() {
    int[] counts = new int[40];
    counts[0] = 1;
    counts[1] = 1;
    for (int i = 2; i < counts.length; i++) {
      counts[i] = counts[i - 1] + counts[i - 2];
    }
    assertCode(counts, 15);
    int[] few = Arrays.copyOf(counts, 19);
    PrefixCode code = assertCode(few, 7);
    assertThat(code.lengths[18]).as("the most frequent one").isEqualTo((byte) 1);
  }

  @Test
  void oneSymbolOrNoneStillMakesACodeOfTwo() {
    for (int only : new int[] {-1, 0, 1, 29}) {
      int[] counts = new int[30];
      if (only >= 0) {
        counts[only] = 7;
      }
      PrefixCode code = assertCode(counts, 15);
      assertThat(only < 0 ? 1 : code.lengths[only]).isEqualTo((byte) 1);
    }
  }

  private static PrefixCode assertCode(int[] counts, int longest) {
    PrefixCode code = new PrefixCode(counts.length, longest);
    code.make(counts);
    long room = 0;
    for (int symbol = 0; symbol < counts.length; symbol++) {
      int bits = code.lengths[symbol];
      assertThat(bits).isBetween(counts[symbol] > 0 ? 1 : 0, longest);
      room += bits == 0 ? 0 : 1L << (longest - bits);
    }
    assertThat(room).as("what all codes take of the room").isEqualTo(1L << longest);
    assertNoCodeBeginsAnother(code);
    return code;
  }

  private static void assertNoCodeBeginsAnother(PrefixCode code) {
    int[] used = IntStream.range(0, code.lengths.length).filter(i -> code.lengths[i] > 0).toArray();
    for (int one : used) {
      for (int other : used) {
        int mask = (1 << code.lengths[one]) - 1;
        boolean begins =
            code.lengths[one] <= code.lengths[other]
                && (code.codes[other] & mask) == code.codes[one];
        assertThat(begins).isEqualTo(one == other);
      }
    }
  }
}
