package io.vmgather.exporter.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmgather.VmServer;
import io.vmgather.common.TimeWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Points of an expression, asked for at once and read without the code under test. */
public final class QueryRange {
  private QueryRange() {}

  /** Those on multiples of the step within the window. */
  public static SampleSet points(String expression, TimeWindow window, long stepMillis) {
    long first = (window.startMillis() + stepMillis - 1) / stepMillis * stepMillis;
    long last = (window.endMillis() - 1) / stepMillis * stepMillis;
    Map<String, String> form =
        Map.of(
            "query",
            expression,
            "start",
            VmServer.seconds(first),
            "end",
            VmServer.seconds(last),
            "step",
            stepMillis + "ms",
            "nocache",
            "1");
    return read(TestServers.server("SINGLE").post("/api/v1/query_range", form));
  }

  private static SampleSet read(String answer) {
    List<SampleSet.Sample> samples = new ArrayList<>();
    try {
      for (JsonNode series : new ObjectMapper().readTree(answer).at("/data/result")) {
        Map<String, String> labels = new TreeMap<>();
        series
            .path("metric")
            .properties()
            .forEach(l -> labels.put(l.getKey(), l.getValue().asText()));
        for (JsonNode point : series.path("values")) {
          String value = point.path(1).asText().replace("Inf", "Infinity").replace("+", "");
          long millis = point.path(0).decimalValue().movePointRight(3).longValueExact();
          samples.add(new SampleSet.Sample(labels, millis, value));
        }
      }
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(answer, e);
    }
    return SampleSet.of(samples);
  }
}
