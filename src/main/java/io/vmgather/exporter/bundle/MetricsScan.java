package io.vmgather.exporter.bundle;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import io.vmgather.common.bundle.SeriesSet;
import io.vmgather.exporter.bundle.MetricsSummary.NamedCount;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipException;

/**
 * Reads export lines token by token: constant memory for lines of any length. A {@link
 * ZipException} says what is wrong in which line.
 */
final class MetricsScan {
  // Buffers of a pool, not of a thread: the container's threads outlive this application.
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(8).build())
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
          .build();

  private final InspectionLimits limits;
  private final SeriesSet series;
  private final Map<String, Long> metrics = new HashMap<>();
  private final Set<String> labels = new TreeSet<>();
  private long lines;
  private long samples;
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;

  private MetricsScan(InspectionLimits limits) {
    this.limits = limits;
    this.series = new SeriesSet(limits.series());
  }

  static MetricsSummary of(InputStream in, InspectionLimits limits) throws IOException {
    MetricsScan scan = new MetricsScan(limits);
    try (JsonParser json = JSON.createParser(in)) {
      while (json.nextToken() != null) {
        scan.line(json);
        scan.lines++;
      }
    } catch (JsonProcessingException e) {
      throw scan.damaged("it is no JSON: " + e.getOriginalMessage());
    }
    return scan.summary();
  }

  private void line(JsonParser json) throws IOException {
    expect(json, JsonToken.START_OBJECT, "a line");
    boolean named = false;
    long values = 0;
    long timestamps = 0;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "metric" -> {
          metric(json);
          named = true;
        }
        case "values" -> values = values(json);
        case "timestamps" -> timestamps = timestamps(json);
        default -> json.skipChildren();
      }
    }
    if (!named || values != timestamps) {
      throw damaged(
          named ? values + " values, " + timestamps + " timestamps" : "it has no metric object");
    }
    samples += values;
  }

  private void metric(JsonParser json) throws IOException {
    expect(json, JsonToken.START_OBJECT, "metric");
    String metric = "";
    long hash = 0;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String label = json.currentName();
      json.nextToken();
      expect(json, JsonToken.VALUE_STRING, "a label's value");
      String value = json.getText();
      // A sum, so that the order of the labels makes no difference.
      hash += mix(hash(label) * 31 + hash(value));
      if (label.equals("__name__")) {
        metric = value;
      } else if (labels.size() < limits.names()) {
        labels.add(label);
      }
    }
    if (series.add(hash) && (metrics.size() < limits.names() || metrics.containsKey(metric))) {
      metrics.merge(metric, 1L, Long::sum);
    }
  }

  private long values(JsonParser json) throws IOException {
    expect(json, JsonToken.START_ARRAY, "values");
    long count = 0;
    for (JsonToken at = json.nextToken(); at != JsonToken.END_ARRAY; at = json.nextToken()) {
      if (at == null || at.isStructStart()) {
        throw damaged("values hold something else than values");
      }
      count++;
    }
    return count;
  }

  private long timestamps(JsonParser json) throws IOException {
    expect(json, JsonToken.START_ARRAY, "timestamps");
    long count = 0;
    for (JsonToken at = json.nextToken(); at != JsonToken.END_ARRAY; at = json.nextToken()) {
      expect(json, JsonToken.VALUE_NUMBER_INT, "a timestamp");
      long timestamp = json.getLongValue();
      first = Math.min(first, timestamp);
      last = Math.max(last, timestamp);
      count++;
    }
    return count;
  }

  private MetricsSummary summary() {
    List<NamedCount> top =
        metrics.entrySet().stream()
            .map(entry -> new NamedCount(entry.getKey(), entry.getValue()))
            .sorted(
                Comparator.comparingLong(NamedCount::series)
                    .reversed()
                    .thenComparing(NamedCount::name))
            .limit(limits.topMetrics())
            .toList();
    return new MetricsSummary(
        lines,
        samples,
        series.size(),
        series.exact(),
        top,
        List.copyOf(labels),
        samples == 0 ? null : Instant.ofEpochMilli(first),
        samples == 0 ? null : Instant.ofEpochMilli(last));
  }

  private void expect(JsonParser json, JsonToken wanted, String what) throws ZipException {
    if (json.currentToken() != wanted) {
      throw damaged(what + " is not what /api/v1/export writes");
    }
  }

  private ZipException damaged(String why) {
    return new ZipException("line " + (lines + 1) + ": " + why);
  }

  /** FNV-1a over the characters. */
  private static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }

  /** The finaliser of SplitMix64: neighbouring hashes become unlike. */
  private static long mix(long hash) {
    long a = (hash ^ hash >>> 30) * 0xbf58476d1ce4e5b9L;
    long b = (a ^ a >>> 27) * 0x94d049bb133111ebL;
    return b ^ b >>> 31;
  }
}
