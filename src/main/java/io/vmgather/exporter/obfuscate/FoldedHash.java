package io.vmgather.exporter.obfuscate;

/** A 64-bit hash (FNV-1a) over text without regard to case, made a character at a time. */
final class FoldedHash {
  static final long SEED = 0xcbf29ce484222325L;

  private FoldedHash() {}

  static long step(long state, char c) {
    return (state ^ fold(c)) * 0x100000001b3L;
  }

  static long finish(long state) {
    long mixed = (state ^ (state >>> 32)) * 0x9E3779B97F4A7C15L;
    return mixed ^ (mixed >>> 29);
  }

  static long of(CharSequence text, int from, int to) {
    long state = SEED;
    for (int i = from; i < to; i++) {
      state = step(state, text.charAt(i));
    }
    return finish(state);
  }

  static char fold(char c) {
    if (c < 128) {
      return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
    }
    return Character.toLowerCase(Character.toUpperCase(c));
  }
}
