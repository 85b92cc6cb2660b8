package io.vmgather.launcher;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads lengths of time as VictoriaMetrics writes them: {@code 90s}, {@code 1h30m}, {@code 2d}. */
final class LengthOfTime implements ITypeConverter<Duration> {
  private static final Pattern WHOLE = Pattern.compile("(\\d+(ms|[smhdw]))+");
  private static final Pattern PART = Pattern.compile("(\\d+)(ms|[smhdw])");

  @Override
  public Duration convert(String text) {
    if (!WHOLE.matcher(text).matches()) {
      throw new TypeConversionException(
          "\"" + text + "\" is no length of time; write 30s, 15m, 6h, 1d or 1h30m");
    }
    try {
      return sum(PART.matcher(text));
    } catch (ArithmeticException | NumberFormatException e) {
      throw new TypeConversionException("\"" + text + "\" is too long a time");
    }
  }

  private static Duration sum(Matcher part) {
    Duration total = Duration.ZERO;
    while (part.find()) {
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
