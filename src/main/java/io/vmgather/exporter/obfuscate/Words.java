package io.vmgather.exporter.obfuscate;

/** How text is cut into words: letters and digits of any script, {@code _}, {@code -}, {@code .} */
final class Words {
  private Words() {}

  static boolean isWord(CharSequence text, int at) {
    char c = text.charAt(at);
    if (c < 128) {
      return isAsciiLetter(c) || isDigit(c) || c == '_' || isEdge(c);
    }
    if (Character.isHighSurrogate(c) && at + 1 < text.length()) {
      return Character.isLetterOrDigit(Character.codePointAt(text, at));
    }
    if (Character.isLowSurrogate(c) && at > 0) {
      return Character.isLetterOrDigit(Character.codePointBefore(text, at + 1));
    }
    return Character.isLetterOrDigit(c);
  }

  /** Characters that belong to a word in its middle and to the sentence at its ends. */
  static boolean isEdge(char c) {
    return c == '.' || c == '-';
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isAsciiLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /** Whether a word starts here, or would if the dots and dashes before it were not there. */
  static boolean startsAt(CharSequence text, int at) {
    if (!isWord(text, at)) {
      return false;
    }
    int before = at - 1;
    while (before >= 0 && isEdge(text.charAt(before))) {
      before--;
    }
    return at == 0 || !isWord(text, at - 1) || before < 0 || !isWord(text, before);
  }

  /** Whether a word ends before this position, or would without dots and dashes behind it. */
  static boolean endsAt(CharSequence text, int end) {
    if (!isWord(text, end - 1)) {
      return false;
    }
    int after = end;
    while (after < text.length() && isEdge(text.charAt(after))) {
      after++;
    }
    return after == text.length() || !isWord(text, after);
  }

  /** Whether the word cannot go on at this position, dots and dashes included. */
  static boolean hardEndAt(CharSequence text, int end) {
    return isWord(text, end - 1) && (end == text.length() || !isWord(text, end));
  }

  /** Where the next run of a word's characters starts; the text's length if none does. */
  static int next(CharSequence text, int at) {
    int from = at;
    while (from < text.length() && !isWord(text, from)) {
      from++;
    }
    return from;
  }

  /** Where the run that starts here ends. */
  static int runEnd(CharSequence text, int start) {
    int end = start;
    while (end < text.length() && isWord(text, end)) {
      end++;
    }
    return end;
  }

  /** Behind the dots and dashes that a run begins with. */
  static int skipEdges(CharSequence text, int start, int end) {
    int from = start;
    while (from < end && isEdge(text.charAt(from))) {
      from++;
    }
    return from;
  }

  /** In front of the dots and dashes that a run ends with. */
  static int dropEdges(CharSequence text, int start, int end) {
    int to = end;
    while (to > start && isEdge(text.charAt(to - 1))) {
      to--;
    }
    return to;
  }
}
