package io.vmgather.importer.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.vmgather.exporter.job.SampleSet;
import io.vmgather.exporter.job.SampleSet.Sample;
import java.util.HashMap;
import java.util.Map;

/**
 * Compares what a target has with what it was sent. Timestamps and values are compared one by one;
 * of values with many digits VictoriaMetrics keeps the first twelve or so, and which it keeps
 * depends on the block that a sample comes to lie in. Source: VictoriaMetrics lib/decimal.
 */
public final class Arrived {
  private static final double ROUNDING = 2e-11;

  private Arrived() {}

  public static void sameSamples(SampleSet arrived, SampleSet sent) {
    Map<Map<String, String>, Map<Long, String>> found = bySeries(arrived);
    Map<Map<String, String>, Map<Long, String>> expected = bySeries(sent);

    assertThat(found.keySet()).isEqualTo(expected.keySet());
    assertThat(arrived.size()).isEqualTo(found.values().stream().mapToInt(Map::size).sum());
    expected.forEach((series, samples) -> assertSame(series, found.get(series), samples));
  }

  private static void assertSame(
      Map<String, String> series, Map<Long, String> found, Map<Long, String> sent) {
    assertThat(found.keySet()).as("%s", series).isEqualTo(sent.keySet());
    sent.forEach(
        (millis, value) -> {
          if (!same(found.get(millis), value)) {
            fail("%s at %s: %s for %s", series, millis, found.get(millis), value);
          }
        });
  }

  private static Map<Map<String, String>, Map<Long, String>> bySeries(SampleSet set) {
    Map<Map<String, String>, Map<Long, String>> all = new HashMap<>();
    Map<String, String> labels = null;
    Map<Long, String> series = null;
    for (Sample sample : set.samples()) {
      if (sample.labels() != labels) {
        labels = sample.labels();
        series = all.computeIfAbsent(labels, unseen -> new HashMap<>());
      }
      series.put(sample.millis(), sample.value());
    }
    return all;
  }

  private static boolean same(String found, String sent) {
    if (found == null || sent == null || found.equals(sent)) {
      return found == null ? sent == null : found.equals(sent);
    }
    double number = Double.parseDouble(sent);
    return Math.abs(Double.parseDouble(found) - number) <= Math.abs(number) * ROUNDING;
  }
}
