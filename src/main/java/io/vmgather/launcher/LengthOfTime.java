package io.vmgather.launcher;

import io.vmgather.common.TimeParts;
import java.time.Duration;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads lengths of time as VictoriaMetrics writes them: {@code 90s}, {@code 1h30m}, {@code 2d}. */
final class LengthOfTime implements ITypeConverter<Duration> {
  private static final Pattern WHOLE = Pattern.compile("(\\d+(ms|[smhdw]))+");

  @Override
  public Duration convert(String text) {
    if (!WHOLE.matcher(text).matches()) {
      throw new TypeConversionException(
          "\"" + text + "\" is no length of time; write 30s, 15m, 6h, 1d or 1h30m");
    }
    try {
      return TimeParts.sum(text);
    } catch (ArithmeticException | NumberFormatException e) {
      throw new TypeConversionException("\"" + text + "\" is too long a time");
    }
  }
}
