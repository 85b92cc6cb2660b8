package io.vmgather.common.web;

/** Texts made fit for a log. */
final class LogText {
  private LogText() {}

  /** On one line: what a caller sent can't look like a line of ours. */
  static String line(String text) {
    StringBuilder line = new StringBuilder();
    String.valueOf(text)
        .chars()
        .forEach(
            sign -> {
              if (Character.isISOControl(sign) || sign == '\u2028' || sign == '\u2029') {
                line.append(String.format("\\u%04x", sign));
              } else {
                line.append((char) sign);
              }
            });
    return line.toString();
  }
}
