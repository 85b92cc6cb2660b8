package io.vmgather.importer.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgather.exporter.job.SampleSet;
import io.vmgather.exporter.job.SampleSet.Sample;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares what a target has with what it was sent. Timestamps and values are compared one by one;
 * of values with many digits VictoriaMetrics keeps the first twelve or so, and which it keeps
 * depends on the block that a sample comes to lie in. Source: VictoriaMetrics lib/decimal.
 */
public final class Arrived {
  private static final double ROUNDING = 2e-11;

  private Arrived() {}

  public static void sameSamples(SampleSet arrived, SampleSet sent) {
    Map<String, String> found = byPlace(arrived);
    Map<String, String> expected = byPlace(sent);

    assertThat(found.keySet()).isEqualTo(expected.keySet());
    assertThat(arrived.size()).isEqualTo(found.size());
    expected.forEach(
        (place, value) -> assertThat(same(found.get(place), value)).as(place).isTrue());
  }

  private static Map<String, String> byPlace(SampleSet set) {
    Map<String, String> values = new HashMap<>();
    for (Sample sample : set.samples()) {
      values.put(new TreeMap<>(sample.labels()) + " " + sample.millis(), sample.value());
    }
    return values;
  }

  private static boolean same(String found, String sent) {
    if (found == null || sent == null || found.equals(sent)) {
      return found == null ? sent == null : found.equals(sent);
    }
    double number = Double.parseDouble(sent);
    return Math.abs(Double.parseDouble(found) - number) <= Math.abs(number) * ROUNDING;
  }
}
