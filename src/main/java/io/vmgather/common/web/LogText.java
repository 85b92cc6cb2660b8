package io.vmgather.common.web;

/** Texts made fit for a log. */
final class LogText {
  private static final int MOST_CAUSES = 10;

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

  /** A stack trace without the messages: they may hold what was given as a secret. */
  static String places(Throwable failure) {
    StringBuilder text = new StringBuilder("A defect of this program");
    Throwable cause = failure;
    for (int i = 0; cause != null && i < MOST_CAUSES; i++) {
      text.append(i == 0 ? ": " : "\nCaused by: ").append(cause.getClass().getName());
      for (StackTraceElement place : cause.getStackTrace()) {
        text.append("\n\tat ").append(place);
      }
      cause = cause.getCause();
    }
    return text.toString();
  }
}
