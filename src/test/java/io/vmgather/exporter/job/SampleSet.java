package io.vmgather.exporter.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A multiset of (label set, timestamp, value text), read from export lines by a parser. */
public final class SampleSet {
  private static final JsonFactory JSON = new JsonFactory();

  /** A value is its text, null for null; infinities carry no quotes. */
  public record Sample(Map<String, String> labels, long millis, String value) {}

  private final List<Sample> samples = new ArrayList<>();

  public static SampleSet ofLines(String lines) {
    SampleSet set = new SampleSet();
    lines.lines().filter(line -> !line.isEmpty()).forEach(set::addLine);
    return set;
  }

  public static SampleSet of(List<Sample> samples) {
    SampleSet set = new SampleSet();
    set.samples.addAll(samples);
    return set;
  }

  public List<Sample> samples() {
    return samples;
  }

  public int size() {
    return samples.size();
  }

  /** By series, each ordered by time. */
  Map<Map<String, String>, List<Sample>> bySeries() {
    Map<Map<String, String>, List<Sample>> series = new HashMap<>();
    samples.forEach(s -> series.computeIfAbsent(s.labels(), l -> new ArrayList<>()).add(s));
    series.values().forEach(list -> list.sort((a, b) -> Long.compare(a.millis(), b.millis())));
    return series;
  }

  /** The same with other label values. */
  public SampleSet mapLabels(UnaryOperator<Map<String, String>> change) {
    Map<Map<String, String>, Map<String, String>> changed = new HashMap<>();
    return of(
        samples.stream()
            .map(
                s -> new Sample(changed.computeIfAbsent(s.labels(), change), s.millis(), s.value()))
            .toList());
  }

  public void assertSameAs(SampleSet expected) {
    Map<Sample, Integer> difference = new HashMap<>();
    samples.forEach(sample -> difference.merge(sample, 1, Integer::sum));
    expected.samples.forEach(sample -> difference.merge(sample, -1, Integer::sum));
    difference.values().removeIf(count -> count == 0);
    List<String> shown =
        difference.entrySet().stream()
            .limit(10)
            .map(e -> (e.getValue() > 0 ? "too many: " : "missing: ") + e.getKey())
            .toList();
    assertThat(shown).as("%s samples, expected %s", size(), expected.size()).isEmpty();
    assertThat(size()).isEqualTo(expected.size()).isPositive();
  }

  private void addLine(String line) {
    Map<String, String> labels = new TreeMap<>();
    List<String> values = new ArrayList<>();
    List<Long> stamps = new ArrayList<>();
    try (JsonParser json = JSON.createParser(line)) {
      assertThat(json.nextToken()).isEqualTo(JsonToken.START_OBJECT);
      for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
        json.nextToken();
        switch (field) {
          case "metric" -> {
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
              labels.put(name, json.nextTextValue());
            }
          }
          case "values" -> {
            while (json.nextToken() != JsonToken.END_ARRAY) {
              values.add(json.currentToken() == JsonToken.VALUE_NULL ? null : json.getText());
            }
          }
          case "timestamps" -> {
            while (json.nextToken() != JsonToken.END_ARRAY) {
              stamps.add(json.getLongValue());
            }
          }
          default -> throw new IllegalStateException("unknown field " + field);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(line, e);
    }
    assertThat(values).hasSameSizeAs(stamps).isNotEmpty();
    for (int i = 0; i < values.size(); i++) {
      samples.add(new Sample(labels, stamps.get(i), values.get(i)));
    }
  }
}
