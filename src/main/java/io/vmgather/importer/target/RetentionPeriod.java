package io.vmgather.importer.target;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values of {@code -retentionPeriod} as VictoriaMetrics reads them. */
final class RetentionPeriod {
  // Source: VictoriaMetrics lib/flagutil/duration.go: a bare number is months, and so is M, of 31
  // days each; y is 365 days; fractions and several parts are allowed.
  private static final Pattern BARE = Pattern.compile("\\d+(\\.\\d+)?");
  private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|[smhdwMy])");
  private static final double DAY = Duration.ofDays(1).toMillis();
  private static final double MOST = Long.MAX_VALUE / 4.0;

  private RetentionPeriod() {}

  /** Its length in milliseconds; empty for a text that is none. */
  static Optional<Long> millis(String text) {
    String stripped = text.strip();
    if (BARE.matcher(stripped).matches()) {
      return limited(Double.parseDouble(stripped) * 31 * DAY);
    }
    Matcher part = PART.matcher(stripped);
    double total = 0;
    int end = 0;
    while (part.find() && part.start() == end) {
      total += Double.parseDouble(part.group(1)) * unit(part.group(2));
      end = part.end();
    }
    return end == 0 || end < stripped.length() ? Optional.empty() : limited(total);
  }

  private static Optional<Long> limited(double millis) {
    return Optional.of((long) Math.min(millis, MOST));
  }

  private static double unit(String name) {
    return switch (name) {
      case "ms" -> 1;
      case "s" -> 1000;
      case "m" -> 60_000;
      case "h" -> DAY / 24;
      case "d" -> DAY;
      case "w" -> 7 * DAY;
      case "M" -> 31 * DAY;
      default -> 365 * DAY;
    };
  }
}
