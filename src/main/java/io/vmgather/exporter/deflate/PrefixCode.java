package io.vmgather.exporter.deflate;

import java.util.Arrays;

/**
 * A Huffman code of bounded length in deflate's canonical form (RFC 1951, 3.2.2), made anew from
 * counts for each block of symbols. One thread.
 */
final class PrefixCode {
  // A symbol in the low bits of its count, so that one sort orders both.
  private static final int SYMBOL_BITS = 9;
  private static final int MOST_SYMBOLS = 1 << SYMBOL_BITS;

  /** Bits of each symbol's code; 0 for one that does not occur. */
  final byte[] lengths;

  /** The codes, their bits in the order in which they are written. */
  final short[] codes;

  private final int longest;
  private final long[] sorted = new long[MOST_SYMBOLS];
  private final int[] work = new int[MOST_SYMBOLS];
  private final int[] perLength;

  /**
   * @param symbols at most 512
   * @param longest most bits of a code; 2^longest is at least {@code symbols}
   */
  PrefixCode(int symbols, int longest) {
    this.lengths = new byte[symbols];
    this.codes = new short[symbols];
    this.longest = longest;
    this.perLength = new int[longest + 1];
  }

  /**
   * Makes the code.
   *
   * @param counts of each symbol, below 2^54; symbols of 0 get no code. At least two get one, as
   *     some readers want it
   */
  void make(int[] counts) {
    Arrays.fill(lengths, (byte) 0);
    int used = 0;
    for (int symbol = 0; symbol < lengths.length; symbol++) {
      if (counts[symbol] > 0) {
        sorted[used++] = ((long) counts[symbol] << SYMBOL_BITS) | symbol;
      }
    }
    if (used < 2) {
      int only = used == 0 ? 0 : (int) sorted[0] & (MOST_SYMBOLS - 1);
      lengths[only] = 1;
      lengths[only == 0 ? 1 : 0] = 1;
    } else {
      Arrays.sort(sorted, 0, used);
      depths(used);
      shorten(used);
    }
    assign();
  }

  /**
   * Leaves the depth of each leaf of the Huffman tree in {@code work}, rarest symbol first: in
   * place, after Moffat and Katajainen, In-Place Calculation of Minimum-Redundancy Codes (1995).
   */
  private void depths(int used) {
    for (int i = 0; i < used; i++) {
      work[i] = (int) (sorted[i] >>> SYMBOL_BITS);
    }
    int leaf = 0;
    int root = 0;
    for (int next = 0; next < used - 1; next++) {
      int sum = 0;
      for (int pick = 0; pick < 2; pick++) {
        if (leaf >= used || (root < next && work[root] < work[leaf])) {
          sum += work[root];
          work[root++] = next;
        } else {
          sum += work[leaf++];
        }
      }
      work[next] = sum;
    }
    parentsToDepths(used);
  }

  private void parentsToDepths(int used) {
    work[used - 2] = 0;
    for (int next = used - 3; next >= 0; next--) {
      work[next] = work[work[next]] + 1;
    }
    int available = 1;
    int inner = 0;
    int depth = 0;
    int root = used - 2;
    int next = used - 1;
    while (available > 0) {
      while (root >= 0 && work[root] == depth) {
        inner++;
        root--;
      }
      for (; available > inner; available--) {
        work[next--] = depth;
      }
      available = 2 * inner;
      depth++;
      inner = 0;
    }
  }

  /** Cuts codes that are too long, and lengthens the rarest others until all have room. */
  private void shorten(int used) {
    long room = 1L << longest;
    for (int i = 0; i < used; i++) {
      work[i] = Math.min(work[i], longest);
      room -= 1L << (longest - work[i]);
    }
    for (int i = 0; room < 0; i++) {
      while (work[i] < longest && room < 0) {
        work[i]++;
        room += 1L << (longest - work[i]);
      }
    }
    // What was given too much goes back to the most frequent ones.
    for (int i = used - 1; i >= 0; i--) {
      while (work[i] > 1 && 1L << (longest - work[i]) <= room) {
        room -= 1L << (longest - work[i]);
        work[i]--;
      }
    }
    for (int i = 0; i < used; i++) {
      lengths[(int) sorted[i] & (MOST_SYMBOLS - 1)] = (byte) work[i];
    }
  }

  private void assign() {
    Arrays.fill(perLength, 0);
    for (byte length : lengths) {
      perLength[length]++;
    }
    perLength[0] = 0;
    int code = 0;
    for (int bits = 1; bits <= longest; bits++) {
      int first = code;
      code = (code + perLength[bits]) << 1;
      perLength[bits] = first;
    }
    for (int symbol = 0; symbol < lengths.length; symbol++) {
      int bits = lengths[symbol];
      if (bits > 0) {
        codes[symbol] = (short) (Integer.reverse(perLength[bits]++) >>> (32 - bits));
      }
    }
  }
}
