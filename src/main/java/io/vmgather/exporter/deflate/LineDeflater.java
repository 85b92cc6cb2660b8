package io.vmgather.exporter.deflate;

import java.util.Arrays;

/**
 * An encoder made for lines of VictoriaMetrics' raw export. Most of such lines are arrays of
 * timestamps that the line before has too, thousands of bytes long, and most of the rest are
 * digits. So it takes the last place where the next five bytes stood, extends the match as far as
 * it goes, and remembers little of what is within a long one. A short match from afar costs more
 * than the digits themselves, and is left. Any other bytes come back as well, only larger.
 */
public final class LineDeflater implements BlockDeflater {
  private static final int LEAST_MATCH = 5;
  private static final int WINDOW = 32 * 1024;

  /** How far back a match is worth its bits, by its length; longer ones always are. */
  private static final int[] WORTHWHILE = {0, 0, 0, 0, 0, 64, 1024, 8192};

  private static final int HASH_BITS = 15;
  private static final long SPREAD = 0x9E3779B97F4A7C15L; // 2^64 over the golden ratio

  /** Shorter matches are of values: each byte within may begin the next one. */
  private static final int LONG_MATCH = 32;

  /** Of a long match so many bytes apart are remembered, for a later line that has a gap. */
  private static final int STRIDE = 16;

  /** Compared byte by byte before the rest is in larger steps. */
  private static final int NEAR = 16;

  private static final byte[] EMPTY_STORED = {0, 0, (byte) 0xff, (byte) 0xff};

  /** Where five bytes were seen last, by their hash: positions + 1, 0 for never. */
  private final int[] seen = new int[1 << HASH_BITS];

  private final BitSink out = new BitSink();
  private final SymbolBuffer symbols = new SymbolBuffer(out);

  /** Where the symbols that are held begin. */
  private int written;

  @Override
  public int deflate(byte[] plain, int length, byte[] target) {
    out.begin(target);
    symbols.clear();
    Arrays.fill(seen, 0);
    written = 0;
    for (int at = encode(plain, length); at < length; at++) {
      literal(plain, at);
    }
    if (!symbols.isEmpty()) {
      symbols.write(plain, written, length);
    }
    out.put(0, 3);
    out.align();
    out.putBytes(EMPTY_STORED, 0, EMPTY_STORED.length);
    return out.length();
  }

  /** All but the last few bytes; returns where these begin. */
  private int encode(byte[] plain, int length) {
    int last = length - LEAST_MATCH;
    long five = last < 0 ? 0 : fiveAt(plain, 0);
    int at = 0;
    while (at <= last) {
      int slot = slot(five);
      int candidate = seen[slot] - 1;
      seen[slot] = at + 1;
      int distance = at - candidate;
      int end = at + 1;
      if (candidate >= 0 && distance <= WINDOW && fiveAt(plain, candidate) == five) {
        end = extend(plain, candidate + LEAST_MATCH, at + LEAST_MATCH, length);
        if (end - at < WORTHWHILE.length && distance > WORTHWHILE[end - at]) {
          end = at + 1;
        }
      }
      if (end == at + 1) {
        literal(plain, at);
      } else {
        match(plain, at, end, distance);
      }
      if (end > last) {
        return end;
      }
      if (end - at < LONG_MATCH) {
        for (at++; at < end; at++) {
          five = next(five, plain[at + LEAST_MATCH - 1]);
          seen[slot(five)] = at + 1;
        }
        five = next(five, plain[at + LEAST_MATCH - 1]);
      } else {
        remember(plain, at + STRIDE, end);
        at = end;
        five = fiveAt(plain, at);
      }
    }
    return at;
  }

  private void literal(byte[] plain, int at) {
    makeRoom(plain, at);
    symbols.literal(plain[at]);
  }

  /** In pieces as long as deflate has them; what is left of it is never too short for one. */
  private void match(byte[] plain, int from, int to, int distance) {
    for (int at = from; at < to; ) {
      makeRoom(plain, at);
      int left = to - at;
      int piece = Math.min(left, SymbolBuffer.LONGEST_MATCH);
      if (left > piece && left - piece < SymbolBuffer.SHORTEST_MATCH) {
        piece -= SymbolBuffer.SHORTEST_MATCH;
      }
      symbols.match(piece, distance);
      at += piece;
    }
  }

  private void makeRoom(byte[] plain, int at) {
    if (symbols.full()) {
      symbols.write(plain, written, at);
      written = at;
    }
  }

  private void remember(byte[] plain, int from, int to) {
    for (int at = from; at < to; at += STRIDE) {
      seen[slot(fiveAt(plain, at))] = at + 1;
    }
  }

  /** Where the bytes at {@code from} and at {@code at} begin to differ, as a place behind at. */
  private static int extend(byte[] plain, int from, int at, int length) {
    int near = Math.min(length, at + NEAR);
    int to = at;
    int compared = from;
    while (to < near && plain[compared] == plain[to]) {
      compared++;
      to++;
    }
    if (to < near || to == length) {
      return to;
    }
    int more = Arrays.mismatch(plain, compared, compared + length - to, plain, to, length);
    return more < 0 ? length : to + more;
  }

  private static long fiveAt(byte[] plain, int at) {
    return (plain[at] & 0xffL)
        | ((plain[at + 1] & 0xffL) << 8)
        | ((plain[at + 2] & 0xffL) << 16)
        | ((plain[at + 3] & 0xffL) << 24)
        | ((plain[at + 4] & 0xffL) << 32);
  }

  private static long next(long five, byte one) {
    return (five >>> 8) | ((one & 0xffL) << 32);
  }

  private static int slot(long five) {
    return (int) ((five * SPREAD) >>> (64 - HASH_BITS));
  }

  @Override
  public void close() {}
}
