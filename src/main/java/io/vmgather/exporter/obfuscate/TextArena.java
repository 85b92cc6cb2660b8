package io.vmgather.exporter.obfuscate;

import java.util.Arrays;

/**
 * Many short texts in a few large byte pages, at most 2 GiB. Each UTF-16 unit is encoded by itself
 * (CESU-8), so that even lone surrogates stay distinct. Not thread-safe.
 */
final class TextArena {
  private static final int PAGE_BITS = 16;
  private static final int PAGE_BYTES = 1 << PAGE_BITS;

  private byte[][] pages = new byte[8][];
  private int size;

  int size() {
    return size;
  }

  /** Appends a text; it starts at the former {@link #size()} and ends at the new one. */
  void append(String text) {
    for (int i = 0; i < text.length(); i++) {
      append(text.charAt(i));
    }
  }

  /** Compares {@code [start, end)} of the arena with {@code [from, to)} of the text. */
  boolean matches(int start, int end, CharSequence text, int from, int to, boolean anyCase) {
    int at = start;
    for (int i = from; i < to; i++) {
      if (at >= end) {
        return false;
      }
      int unit = unitAt(at);
      char mine = (char) unit;
      char theirs = text.charAt(i);
      if (mine != theirs && !(anyCase && FoldedHash.fold(mine) == FoldedHash.fold(theirs))) {
        return false;
      }
      at += unit >>> 16;
    }
    return at == end;
  }

  String text(int start, int end) {
    StringBuilder text = new StringBuilder(end - start);
    for (int at = start; at < end; ) {
      int unit = unitAt(at);
      text.append((char) unit);
      at += unit >>> 16;
    }
    return text.toString();
  }

  private void append(char c) {
    if (c < 0x80) {
      put(c);
    } else if (c < 0x800) {
      put(0xC0 | (c >> 6));
      put(0x80 | (c & 0x3F));
    } else {
      put(0xE0 | (c >> 12));
      put(0x80 | ((c >> 6) & 0x3F));
      put(0x80 | (c & 0x3F));
    }
  }

  private void put(int value) {
    int next = Math.addExact(size, 1);
    int page = size >>> PAGE_BITS;
    if (page == pages.length) {
      pages = Arrays.copyOf(pages, page * 2);
    }
    if (pages[page] == null) {
      pages[page] = new byte[PAGE_BYTES];
    }
    pages[page][size & (PAGE_BYTES - 1)] = (byte) value;
    size = next;
  }

  private int at(int position) {
    return pages[position >>> PAGE_BITS][position & (PAGE_BYTES - 1)];
  }

  /** The unit at a position in the low 16 bits, its length in bytes above them. */
  private int unitAt(int position) {
    int first = at(position);
    if (first >= 0) {
      return (1 << 16) | first;
    }
    int second = at(position + 1) & 0x3F;
    if ((first & 0xE0) == 0xC0) {
      return (2 << 16) | ((first & 0x1F) << 6) | second;
    }
    return (3 << 16) | ((first & 0x0F) << 12) | (second << 6) | (at(position + 2) & 0x3F);
  }
}
