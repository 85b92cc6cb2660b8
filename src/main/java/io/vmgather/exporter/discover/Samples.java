package io.vmgather.exporter.discover;

import java.util.List;
import java.util.Map;

/**
 * A few series for a preview, as they are: nothing is hidden here.
 *
 * @param count of {@code samples}
 */
public record Samples(List<Sample> samples, int count, List<String> warnings) {
  /**
   * One series with a value.
   *
   * @param name its {@code __name__}, empty for a computed one
   * @param metricName the same again, as clients expect
   * @param labels all but {@code __name__}
   * @param value may be NaN or infinite
   * @param timestamp when the value was current, epoch milliseconds
   */
  public record Sample(
      String name, String metricName, Map<String, String> labels, double value, long timestamp) {}
}
