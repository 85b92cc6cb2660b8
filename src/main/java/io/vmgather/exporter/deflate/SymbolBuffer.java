package io.vmgather.exporter.deflate;

import java.util.Arrays;

/**
 * Literals and matches of one deflate block, counted as they come and written with codes made for
 * them (RFC 1951, 3.2.7). One thread.
 */
final class SymbolBuffer {
  static final int SHORTEST_MATCH = 3;
  static final int LONGEST_MATCH = 258;

  /** More would share one code among lines that differ; fewer would pay for codes more often. */
  private static final int MOST = 32 * 1024;

  private static final int END_OF_BLOCK = 256;
  private static final int LITERALS = 286;
  private static final int DISTANCES = 30;
  private static final int LENGTH_CODES = 19;
  private static final int DYNAMIC_BLOCK = 0b100; // not the final one
  private static final int LONGEST_STORED = 0xffff;
  private static final int MOST_BITS_OF_CODES =
      17 + 3 * LENGTH_CODES + 14 * (LITERALS + DISTANCES); // 14: the longest code and its extra

  private static final int MATCH = 1 << 31;
  private static final int DISTANCE_BITS = 16;

  /** Lengths of the code of lengths come in this order. */
  private static final byte[] LENGTH_ORDER = {
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
  };

  private static final byte[] REPEAT_BITS = {2, 3, 7}; // of the codes 16, 17 and 18
  private static final int SHORTEST_RUN = 3;

  // By a match's length: its code, and the extra bits above their number.
  private static final short[] LENGTH_CODE = new short[LONGEST_MATCH + 1];
  private static final byte[] LENGTH_EXTRA_BITS = new byte[LONGEST_MATCH + 1];
  private static final byte[] LENGTH_EXTRA = new byte[LONGEST_MATCH + 1];

  static {
    int length = SHORTEST_MATCH;
    for (int code = 257; code < LITERALS - 1; code++) {
      int bits = lengthExtraBits(code);
      for (int extra = 0; extra < 1 << bits && length < LONGEST_MATCH; extra++, length++) {
        LENGTH_CODE[length] = (short) code;
        LENGTH_EXTRA_BITS[length] = (byte) bits;
        LENGTH_EXTRA[length] = (byte) extra;
      }
    }
    LENGTH_CODE[LONGEST_MATCH] = (short) (LITERALS - 1);
  }

  private final BitSink out;
  private final int[] symbols = new int[MOST];
  private final int[] literalCounts = new int[LITERALS];
  private final int[] distanceCounts = new int[DISTANCES];
  private final PrefixCode literals = new PrefixCode(LITERALS, 15);
  private final PrefixCode distances = new PrefixCode(DISTANCES, 15);
  private final PrefixCode lengths = new PrefixCode(LENGTH_CODES, 7);
  private final int[] lengthCounts = new int[LENGTH_CODES];
  private final byte[] coded = new byte[LITERALS + DISTANCES];
  private final short[] runs = new short[LITERALS + DISTANCES];
  private int held;

  SymbolBuffer(BitSink out) {
    this.out = out;
  }

  void clear() {
    held = 0;
    Arrays.fill(literalCounts, 0);
    Arrays.fill(distanceCounts, 0);
  }

  /** Whether {@link #write} must come before the next symbol. */
  boolean full() {
    return held == MOST;
  }

  boolean isEmpty() {
    return held == 0;
  }

  void literal(byte value) {
    int symbol = value & 0xff;
    literalCounts[symbol]++;
    symbols[held++] = symbol;
  }

  /**
   * Repeats what stands before.
   *
   * @param length 3 to 258
   * @param distance 1 to 32,768
   */
  void match(int length, int distance) {
    literalCounts[LENGTH_CODE[length]]++;
    distanceCounts[distanceCode(distance - 1)]++;
    symbols[held++] = MATCH | (length << DISTANCE_BITS) | (distance - 1);
  }

  /**
   * Writes a block of what is held, and holds nothing then.
   *
   * @param plain what was held, from {@code from} to {@code to}: copied as it is when that is
   *     shorter
   */
  void write(byte[] plain, int from, int to) {
    literalCounts[END_OF_BLOCK] = 1;
    literals.make(literalCounts);
    distances.make(distanceCounts);
    if (mostBits() > 8L * (to - from)) {
      store(plain, from, to);
    } else {
      out.put(DYNAMIC_BLOCK, 3);
      writeCodes();
      writeSymbols();
      out.put(literals.codes[END_OF_BLOCK], literals.lengths[END_OF_BLOCK]);
    }
    clear();
  }

  /** Of the block that is coded, or a few more. */
  private long mostBits() {
    long bits = MOST_BITS_OF_CODES;
    for (int symbol = 0; symbol < LITERALS; symbol++) {
      int extra = lengthExtraBits(symbol);
      bits += (long) literalCounts[symbol] * (literals.lengths[symbol] + extra);
    }
    for (int symbol = 0; symbol < DISTANCES; symbol++) {
      bits += (long) distanceCounts[symbol] * (distances.lengths[symbol] + extraBits(symbol));
    }
    return bits;
  }

  private void store(byte[] plain, int from, int to) {
    for (int at = from; at < to; ) {
      int length = Math.min(to - at, LONGEST_STORED);
      out.put(0, 3);
      out.align();
      out.put(length | ((long) (~length & 0xffff) << 16), 32);
      out.putBytes(plain, at, length);
      at += length;
    }
  }

  private void writeCodes() {
    int literalCodes = used(literals.lengths, 257);
    int distanceCodes = used(distances.lengths, 1);
    System.arraycopy(literals.lengths, 0, coded, 0, literalCodes);
    System.arraycopy(distances.lengths, 0, coded, literalCodes, distanceCodes);
    int count = findRuns(literalCodes + distanceCodes);
    lengths.make(lengthCounts);
    int lengthCodes = LENGTH_CODES;
    while (lengthCodes > 4 && lengths.lengths[LENGTH_ORDER[lengthCodes - 1]] == 0) {
      lengthCodes--;
    }
    out.put(literalCodes - 257, 5);
    out.put(distanceCodes - 1, 5);
    out.put(lengthCodes - 4, 4);
    for (int i = 0; i < lengthCodes; i++) {
      out.put(lengths.lengths[LENGTH_ORDER[i]], 3);
    }
    for (int i = 0; i < count; i++) {
      int code = runs[i] & 31;
      out.put(lengths.codes[code], lengths.lengths[code]);
      if (code >= 16) {
        out.put(runs[i] >>> 5, REPEAT_BITS[code - 16]);
      }
    }
  }

  private static int used(byte[] codeLengths, int least) {
    int used = codeLengths.length;
    while (used > least && codeLengths[used - 1] == 0) {
      used--;
    }
    return used;
  }

  /**
   * Runs of equal lengths become codes of repetition, with how often above the code's five bits.
   */
  private int findRuns(int total) {
    Arrays.fill(lengthCounts, 0);
    int count = 0;
    for (int i = 0; i < total; ) {
      byte value = coded[i];
      int end = i + 1;
      while (end < total && coded[end] == value) {
        end++;
      }
      int left = end - i;
      i = end;
      if (value != 0) {
        count = run(count, value);
        left--;
      }
      while (left > 0) {
        if (left < SHORTEST_RUN) {
          count = run(count, value);
          left--;
        } else if (value != 0) {
          int times = Math.min(left, 6);
          count = run(count, 16 | ((times - SHORTEST_RUN) << 5));
          left -= times;
        } else if (left <= 10) {
          count = run(count, 17 | ((left - SHORTEST_RUN) << 5));
          left = 0;
        } else {
          int times = Math.min(left, 138);
          count = run(count, 18 | ((times - 11) << 5));
          left -= times;
        }
      }
    }
    return count;
  }

  private int run(int count, int run) {
    runs[count] = (short) run;
    lengthCounts[run & 31]++;
    return count + 1;
  }

  private void writeSymbols() {
    byte[] literalLengths = literals.lengths;
    short[] literalCodes = literals.codes;
    for (int i = 0; i < held; i++) {
      int symbol = symbols[i];
      if (symbol >= 0) {
        out.put(literalCodes[symbol], literalLengths[symbol]);
      } else {
        writeMatch((symbol >>> DISTANCE_BITS) & 0x7fff, symbol & 0xffff);
      }
    }
  }

  private void writeMatch(int length, int distanceLess1) {
    int code = LENGTH_CODE[length];
    long bits = literals.codes[code];
    int count = literals.lengths[code];
    bits |= (long) LENGTH_EXTRA[length] << count;
    count += LENGTH_EXTRA_BITS[length];
    int distance = distanceCode(distanceLess1);
    bits |= (long) distances.codes[distance] << count;
    count += distances.lengths[distance];
    int extra = extraBits(distance);
    bits |= (long) (distanceLess1 & ((1 << extra) - 1)) << count;
    out.put(bits, count + extra);
  }

  /** Of a literal: none (RFC 1951, 3.2.5). */
  private static int lengthExtraBits(int code) {
    return code < 265 || code == LITERALS - 1 ? 0 : (code - 261) / 4;
  }

  private static int extraBits(int distanceCode) {
    return distanceCode < 4 ? 0 : (distanceCode >> 1) - 1;
  }

  /** Codes double their reach with every second one (RFC 1951, 3.2.5). */
  private static int distanceCode(int distanceLess1) {
    if (distanceLess1 < 4) {
      return distanceLess1;
    }
    int top = 31 - Integer.numberOfLeadingZeros(distanceLess1);
    return 2 * top + ((distanceLess1 >>> (top - 1)) & 1);
  }
}
