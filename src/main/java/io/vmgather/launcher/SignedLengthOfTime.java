package io.vmgather.launcher;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;

/** Reads lengths of time with a sign: {@code 6h}, {@code +6h}, {@code -1d}. */
final class SignedLengthOfTime implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    boolean signed = text.startsWith("-") || text.startsWith("+");
    Duration length = new LengthOfTime().convert(signed ? text.substring(1) : text);
    return text.startsWith("-") ? length.negated() : length;
  }
}
