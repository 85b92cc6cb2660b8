package io.vmgather.exporter.obfuscate;

/** Finds IP literals by their shape. Every method answers the end of the literal, or -1. */
final class IpShapes {
  private static final int GROUPS = 8;
  private static final int LONGEST_V6 = 39;

  private IpShapes() {}

  /** An IPv4 literal that starts here and is not part of a longer dotted number. */
  static int ipv4End(CharSequence text, int at) {
    if (at > 1 && text.charAt(at - 1) == '.' && numberEndsAt(text, at - 1)) {
      return -1;
    }
    int end = quadEnd(text, at, '.');
    boolean longer =
        end >= 0
            && end + 1 < text.length()
            && text.charAt(end) == '.'
            && Words.isDigit(text.charAt(end + 1));
    return longer ? -1 : end;
  }

  /** Whether all between the dot or word's start before and this place is digits. */
  private static boolean numberEndsAt(CharSequence text, int end) {
    int start = end;
    while (start > 0 && Words.isDigit(text.charAt(start - 1))) {
      start--;
    }
    boolean named = start > 0 && Words.isWord(text, start - 1) && text.charAt(start - 1) != '.';
    return start < end && !named;
  }

  /** Four numbers of 0 to 255 with this separator between them and no digit beside them. */
  static int quadEnd(CharSequence text, int at, char separator) {
    if (at > 0 && Words.isDigit(text.charAt(at - 1))) {
      return -1;
    }
    int position = at;
    for (int part = 0; part < 4; part++) {
      if (part > 0) {
        if (position >= text.length() || text.charAt(position) != separator) {
          return -1;
        }
        position++;
      }
      position = octetEnd(text, position);
      if (position < 0) {
        return -1;
      }
    }
    return position;
  }

  private static int octetEnd(CharSequence text, int at) {
    int value = 0;
    int position = at;
    while (position < text.length() && Words.isDigit(text.charAt(position))) {
      value = value * 10 + text.charAt(position) - '0';
      position++;
      if (position - at > 3 || value > 255) {
        return -1;
      }
    }
    return position == at ? -1 : position;
  }

  /** The longest IPv6 literal, without brackets, that starts here; it must hold a digit. */
  static int ipv6End(CharSequence text, int at) {
    if (at > 0 && Character.isLetterOrDigit(text.charAt(at - 1))) {
      return -1;
    }
    int runEnd = at;
    int colons = 0;
    while (runEnd < text.length() && isV6(text.charAt(runEnd)) && runEnd - at <= 2 * LONGEST_V6) {
      colons += text.charAt(runEnd) == ':' ? 1 : 0;
      runEnd++;
    }
    if (colons < 2) {
      return -1;
    }
    int lastGroup = runEnd;
    while (lastGroup > at && text.charAt(lastGroup - 1) != ':') {
      lastGroup--;
    }
    int quad = lastGroup < runEnd ? ipv4End(text, lastGroup) : -1;
    return quad < 0 ? longestWithin(text, at, runEnd) : mixedEnd(text, at, lastGroup, quad);
  }

  private static int longestWithin(CharSequence text, int at, int runEnd) {
    for (int end = runEnd; end > at + 2; end--) {
      if (endsGroup(text, end) && hasDigit(text, at, end) && isIpv6(text, at, end)) {
        return end;
      }
    }
    return -1;
  }

  /** An address whose last 32 bits are written as IPv4, such as {@code 64:ff9b::192.0.2.33}. */
  private static int mixedEnd(CharSequence text, int at, int lastGroup, int quadEnd) {
    // ::ffff:10.0.0.5 keeps its prefix: what it hides is the IPv4 host, found when its turn comes.
    if (!hasDigit(text, at, lastGroup)) {
      return -1;
    }
    String asGroups = text.subSequence(at, lastGroup) + "0:0";
    return isIpv6(asGroups, 0, asGroups.length())
        ? quadEnd
        : longestWithin(text, at, lastGroup - 1);
  }

  /** Whether exactly this range is an IPv6 address of hexadecimal groups. */
  static boolean isIpv6(CharSequence text, int from, int to) {
    int groups = 0;
    boolean gap = false;
    int at = from;
    while (at < to) {
      if (text.charAt(at) == ':') {
        boolean twice = at + 1 < to && text.charAt(at + 1) == ':';
        if ((twice && gap) || (!twice && (at == from || at + 1 == to))) {
          return false;
        }
        gap |= twice;
        at += twice ? 2 : 1;
        if (at < to && text.charAt(at) == ':') {
          return false;
        }
      }
      int start = at;
      // Zeros in front are no digits that count: 0aaaa is read as aaaa, by the JDK as well.
      int first = at;
      while (at < to && isHex(text.charAt(at))) {
        first += first == at && text.charAt(at) == '0' ? 1 : 0;
        at++;
      }
      if (at - first > 4 || (at < to && text.charAt(at) != ':')) {
        return false;
      }
      groups += at > start ? 1 : 0;
    }
    return gap ? groups < GROUPS : groups == GROUPS;
  }

  /** An address may be followed by anything but a letter, a digit or a further group. */
  private static boolean endsGroup(CharSequence text, int end) {
    return end == text.length()
        || text.charAt(end) == ':'
        || !Character.isLetterOrDigit(text.charAt(end));
  }

  private static boolean hasDigit(CharSequence text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (Words.isDigit(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isV6(char c) {
    return c == ':' || isHex(c);
  }

  static boolean isHex(char c) {
    return Words.isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }
}
