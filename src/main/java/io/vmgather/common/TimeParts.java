package io.vmgather.common;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as VictoriaMetrics writes them: {@code 90s}, {@code 1h30m}, {@code 2d}. */
public final class TimeParts {
  private static final Pattern PART = Pattern.compile("(\\d+)(ms|[smhdw])");

  private TimeParts() {}

  /**
   * Adds up all parts in a text, of which the caller knows that it holds nothing else.
   *
   * @throws NumberFormatException for a number beyond 64 bits
   * @throws ArithmeticException for a sum beyond what a duration holds
   */
  public static Duration sum(String text) {
    Duration total = Duration.ZERO;
    for (Matcher part = PART.matcher(text); part.find(); ) {
      long number = Long.parseLong(part.group(1));
      total =
          total.plus(
              switch (part.group(2)) {
                case "ms" -> Duration.ofMillis(number);
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                case "d" -> Duration.ofDays(number);
                default -> Duration.ofDays(7 * number);
              });
    }
    return total;
  }
}
