package io.vmgather.exporter.obfuscate;

import java.util.BitSet;

/**
 * IP addresses that are not written as such: with dashes or underscores, as in {@code ip-10-0-0-5}
 * and {@code 2001-db8--7}, with zeros in front, or inside a longer dotted number. Dates and
 * versions look the same, so they count only when the address is an original.
 *
 * <p>The {@link Hunter} and the {@link LeakSearch} both ask here: what the one replaces the other
 * must look for, also when the original joins late.
 */
final class Disguises {
  private static final int LONGEST_GROUP = 4;
  private static final int SEPARATORS_OF_ALL_GROUPS = 7;

  private Disguises() {}

  /** The end of the longest one that starts here and ends at the limit or before it, or -1. */
  static int end(CharSequence text, int at, int limit) {
    char first = text.charAt(at);
    char before = at > 0 ? text.charAt(at - 1) : ' ';
    boolean inside =
        Words.isDigit(before) || (!Words.isDigit(first) && Words.isAsciiLetter(before));
    if (!IpShapes.isHex(first) || inside) {
      return -1;
    }
    int quad = quadEnd(text, at);
    return quad >= 0 && quad <= limit ? quad : groupsEnd(text, at, limit);
  }

  /** The address in its usual form. */
  static String address(CharSequence text, int at, int end) {
    if (quadEnd(text, at) != end) {
      return withColons(text, at, end);
    }
    StringBuilder dotted = new StringBuilder(end - at);
    int number = 0;
    for (int i = at; i < end; i++) {
      boolean digit = Words.isDigit(text.charAt(i));
      if (!digit) {
        dotted.append(number).append('.');
      }
      number = digit ? number * 10 + text.charAt(i) - '0' : 0;
    }
    return dotted.append(number).toString();
  }

  /** The original that this address is, or {@link OriginalStore#NONE}. */
  static int original(OriginalStore originals, BitSet wanted, String address) {
    long hash = FoldedHash.of(address, 0, address.length());
    return originals.findHunted(
        wanted, hash, address, 0, address.length(), OriginalStore.Ending.WORD);
  }

  private static int quadEnd(CharSequence text, int at) {
    int first = at;
    while (first < text.length() && Words.isDigit(text.charAt(first))) {
      first++;
    }
    char separator = first > at && first < text.length() ? text.charAt(first) : ' ';
    if (separator != '.' && !separates(separator)) {
      return -1;
    }
    int end = IpShapes.quadEnd(text, at, separator);
    return end >= 0 && end < text.length() && Words.isDigit(text.charAt(end)) ? -1 : end;
  }

  /** IPv6: hexadecimal groups with one kind of separator, all eight or with a gap. */
  private static int groupsEnd(CharSequence text, int at, int limit) {
    if (at > 0 && Character.isLetterOrDigit(text.charAt(at - 1))) {
      return -1;
    }
    int end = at;
    int separators = 0;
    boolean gap = false;
    for (int group = 0; end < limit && group <= LONGEST_GROUP; end++) {
      char c = text.charAt(end);
      if (separates(c)) {
        separators++;
        gap |= group == 0;
        group = 0;
      } else if (IpShapes.isHex(c)) {
        group++;
      } else {
        break;
      }
      if (separators > SEPARATORS_OF_ALL_GROUPS) {
        break;
      }
    }
    return gap || separators == SEPARATORS_OF_ALL_GROUPS ? longestWithin(text, at, end) : -1;
  }

  private static int longestWithin(CharSequence text, int at, int runEnd) {
    for (int end = runEnd; end > at + 2; end--) {
      boolean ends = end == text.length() || !Character.isLetterOrDigit(text.charAt(end));
      String address = ends ? withColons(text, at, end) : "";
      if (ends && IpShapes.isIpv6(address, 0, address.length())) {
        return end;
      }
    }
    return -1;
  }

  /** Of the separator that comes first only: a text that mixes them is no address. */
  private static String withColons(CharSequence text, int at, int end) {
    String groups = text.subSequence(at, end).toString();
    int first = 0;
    while (first < groups.length() && !separates(groups.charAt(first))) {
      first++;
    }
    return first == groups.length() ? groups : groups.replace(groups.charAt(first), ':');
  }

  private static boolean separates(char c) {
    return c == '-' || c == '_';
  }
}
