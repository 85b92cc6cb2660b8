package io.vmgather.launcher;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them. */
final class Amount {
  private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB", "PB", "EB"};

  private Amount() {}

  /** Bytes in decimal units with three digits, such as {@code 46.2 MB}. */
  static String bytes(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 1000) {
      value /= 1000;
      unit++;
    }
    int decimals = unit == 0 || value >= 100 ? 0 : 1;
    return String.format(Locale.ROOT, "%." + decimals + "f %s", value, UNITS[unit]);
  }

  /** A length of time such as {@code 1 h 05 min}, {@code 3 min 20 s} or {@code 4.2 s}. */
  static String time(Duration time) {
    long seconds = time.toSeconds();
    if (seconds >= 3600) {
      return String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds % 3600 / 60);
    }
    if (seconds >= 60) {
      return String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60);
    }
    return seconds >= 10
        ? seconds + " s"
        : String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
  }
}
