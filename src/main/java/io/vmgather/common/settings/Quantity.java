package io.vmgather.common.settings;

import io.vmgather.common.TimeParts;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads sizes and lengths of time as people write them. */
final class Quantity {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,12})\\s*(B|KB|MB|GB|KiB|MiB|GiB)?");
  private static final Pattern TIMES = Pattern.compile("(\\d{1,9}(ms|[smhdw]))+");

  private Quantity() {}

  /**
   * Bytes: {@code 1048576}, {@code 64MiB}, {@code 100MB}.
   *
   * @throws IllegalArgumentException when the text is no size
   */
  static long bytes(String text) {
    Matcher size = SIZE.matcher(text);
    if (!size.matches()) {
      throw new IllegalArgumentException(text);
    }
    long unit =
        switch (size.group(2) == null ? "B" : size.group(2)) {
          case "KB" -> 1000L;
          case "MB" -> 1000L * 1000;
          case "GB" -> 1000L * 1000 * 1000;
          case "KiB" -> 1024L;
          case "MiB" -> 1024L * 1024;
          case "GiB" -> 1024L * 1024 * 1024;
          default -> 1L;
        };
    return Math.multiplyExact(Long.parseLong(size.group(1)), unit);
  }

  /**
   * A length of time: {@code 30m}, {@code 1h30m}, {@code 7d}, or ISO 8601 such as {@code PT30M}.
   *
   * @throws RuntimeException when the text is none
   */
  static Duration time(String text) {
    return TIMES.matcher(text).matches() ? TimeParts.sum(text) : Duration.parse(text);
  }
}
