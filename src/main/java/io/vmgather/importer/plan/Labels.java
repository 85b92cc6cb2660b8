package io.vmgather.importer.plan;

import io.vmgather.common.line.ExportLine;
import io.vmgather.common.line.LineBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The label set of a line as it will be sent: that of the line, without the labels that are
 * dropped. Only for lines that {@code importer.read} found sound. Reused from line to line.
 */
final class Labels {
  private final Set<String> dropped;
  private final LineBuffer rewritten = new LineBuffer();
  private byte[] bytes;
  private int from;
  private int to;
  private int count;
  private boolean changed;

  Labels(Set<String> dropped) {
    this.dropped = dropped;
  }

  void read(ExportLine line) {
    bytes = line.bytes();
    from = line.labelsStart();
    to = line.labelsEnd();
    changed = false;
    count = 0;
    if (dropped.isEmpty()) {
      forEach(bytes, from, to, (name, nameEnd, value, end) -> count += value < end ? 1 : 0);
      return;
    }
    rewritten.clear();
    rewritten.append('{');
    forEach(
        bytes,
        from,
        to,
        (name, nameEnd, value, end) -> {
          if (dropped.contains(text(bytes, name, nameEnd))) {
            changed = true;
            return;
          }
          count += value < end ? 1 : 0;
          if (rewritten.length() > 1) {
            rewritten.append(',');
          }
          rewritten.append(bytes, name - 1, end + 1);
        });
    rewritten.append('}');
    if (changed) {
      bytes = rewritten.bytes();
      from = 0;
      to = rewritten.length();
    }
  }

  byte[] bytes() {
    return bytes;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  /** How many have a value, {@code __name__} among them, as the target counts. */
  int count() {
    return count;
  }

  /** Whether a label was left out. */
  boolean changed() {
    return changed;
  }

  /** The same for every line of a series, whatever its samples. */
  long hash() {
    long hash = 0xcbf29ce484222325L;
    for (int i = from; i < to; i++) {
      hash = (hash ^ (bytes[i] & 0xff)) * 0x100000001b3L;
    }
    // The finaliser of SplitMix64: FNV's neighbours become unlike.
    long a = (hash ^ hash >>> 30) * 0xbf58476d1ce4e5b9L;
    long b = (a ^ a >>> 27) * 0x94d049bb133111ebL;
    return b ^ b >>> 31;
  }

  /** Decoded, in the line's order. */
  Map<String, String> map() {
    Map<String, String> map = new LinkedHashMap<>();
    forEach(
        bytes,
        from,
        to,
        (name, nameEnd, value, end) ->
            map.put(text(bytes, name, nameEnd), text(bytes, value, end)));
    return map;
  }

  /** Places of a pair: both texts without their quotes, still escaped. */
  @FunctionalInterface
  private interface Pair {
    void at(int name, int nameEnd, int value, int end);
  }

  private static void forEach(byte[] b, int from, int to, Pair pair) {
    int p = from + 1;
    while (p < to - 1) {
      int name = p + 1;
      int nameEnd = quote(b, name);
      int value = nameEnd + 3;
      int end = quote(b, value);
      pair.at(name, nameEnd, value, end);
      p = end + 2;
    }
  }

  private static int quote(byte[] b, int p) {
    int i = p;
    while (b[i] != '"') {
      i += b[i] == '\\' ? 2 : 1;
    }
    return i;
  }

  private static String text(byte[] b, int from, int to) {
    for (int i = from; i < to; i++) {
      if (b[i] == '\\') {
        return EscapedText.decode(b, from, to);
      }
    }
    return new String(b, from, to - from, StandardCharsets.UTF_8);
  }
}
