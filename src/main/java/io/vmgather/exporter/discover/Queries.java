package io.vmgather.exporter.discover;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmgather.common.GatherException;
import io.vmgather.common.TimeWindow;
import io.vmgather.common.vm.Params;
import io.vmgather.common.vm.VmClient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Asks queries and remembers whether an answer lacked a part. One thread. */
final class Queries {
  private static final String PARTIAL =
      "The answer is partial: a part of the cluster's storage did not answer.";

  private final VmClient client;
  private final TreeSet<String> warnings = new TreeSet<>();

  Queries(VmClient client) {
    this.client = client;
  }

  /**
   * A series of an answer; for a range query the {@code value} is the largest of its points.
   *
   * @param points how many values there were
   * @param sum of the values
   */
  record Series(
      Map<String, String> labels, double value, long timestampMillis, int points, double sum) {
    String label(String name) {
      return labels.getOrDefault(name, "");
    }
  }

  VmClient client() {
    return client;
  }

  List<String> warnings() {
    return List.copyOf(warnings);
  }

  void warn(String text) {
    warnings.add(text);
  }

  /** Evaluates at {@code atMillis}. */
  List<Series> instant(String query, long atMillis) {
    Params params = Params.of("query", query).and("time", Params.seconds(atMillis));
    return series(call("/api/v1/query", params.and("nocache", 1)));
  }

  /** Evaluates {@code points} times, the last time at the window's end. */
  List<Series> range(String query, long firstMillis, long lastMillis, long stepMillis) {
    Params params =
        Params.of("query", query)
            .and("start", Params.seconds(firstMillis))
            .and("end", Params.seconds(lastMillis))
            .and("step", Params.seconds(stepMillis))
            // With its cache VictoriaMetrics moves the points to multiples of the step.
            .and("nocache", 1);
    return series(call("/api/v1/query_range", params));
  }

  /**
   * Hands the labels of each series of {@code selectors} within {@code window} to {@code each}, by
   * the index alone, whose grain is a day. The answer is taken in piece by piece.
   *
   * @param limit how many series at most
   * @param restart called before each attempt
   */
  void eachSeries(
      Collection<String> selectors,
      TimeWindow window,
      int limit,
      Runnable restart,
      Consumer<Map<String, String>> each) {
    Params params = Params.none().and("match[]", selectors).in(window).and("limit", limit);
    boolean partial =
        client.read(
            "/api/v1/series",
            params,
            body -> {
              restart.run();
              return SeriesParser.parse(body, each);
            });
    if (partial) {
      warn(PARTIAL);
    }
  }

  JsonNode call(String path, Params params) {
    JsonNode answer = client.call(path, params);
    // Set when a vmstorage did not answer: what it holds is missing here.
    if (answer.path("isPartial").asBoolean(false)) {
      warn(PARTIAL);
    }
    return answer;
  }

  /**
   * A lookback that covers {@code window} when evaluated at its last millisecond: VictoriaMetrics
   * takes {@code (time - lookback, time]}.
   */
  static String lookback(TimeWindow window) {
    return millis(window.lengthMillis());
  }

  static String millis(long length) {
    return length + "ms";
  }

  /** Whether asking for less may help where {@code failure} came. */
  static boolean tooMuch(GatherException failure) {
    return switch (failure.code()) {
      case SERVER_LIMIT, TIMED_OUT -> true;
      default -> false;
    };
  }

  private static List<Series> series(JsonNode answer) {
    List<Series> found = new ArrayList<>();
    for (JsonNode one : answer.path("data").path("result")) {
      Map<String, String> labels = new LinkedHashMap<>();
      one.path("metric").properties().forEach(l -> labels.put(l.getKey(), l.getValue().asText()));
      found.add(one.has("values") ? ofPoints(labels, one.path("values")) : ofPoint(labels, one));
    }
    return found;
  }

  private static Series ofPoint(Map<String, String> labels, JsonNode one) {
    double value = number(one.path("value").path(1).asText());
    return new Series(labels, value, time(one.path("value").path(0)), 1, value);
  }

  private static Series ofPoints(Map<String, String> labels, JsonNode values) {
    double largest = Double.NEGATIVE_INFINITY;
    double sum = 0;
    long at = 0;
    for (JsonNode point : values) {
      double value = number(point.path(1).asText());
      sum += value;
      if (value > largest) {
        largest = value;
        at = time(point.path(0));
      }
    }
    return new Series(labels, largest, at, values.size(), sum);
  }

  private static long time(JsonNode seconds) {
    return Math.round(seconds.asDouble() * 1000);
  }

  private static double number(String text) {
    return switch (text) {
      case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> text.isEmpty() ? Double.NaN : Double.parseDouble(text);
    };
  }
}
