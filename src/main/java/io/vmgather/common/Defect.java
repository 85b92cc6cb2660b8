package io.vmgather.common;

/** A failure that nobody foresaw, as it may stand in a log. */
public final class Defect {
  private static final int MOST_CAUSES = 10;

  private Defect() {}

  /** A stack trace without the messages: they may hold what was given as a secret. */
  public static String places(Throwable failure) {
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
