package io.vmgather.importer.verify;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.TimeWindow;
import io.vmgather.common.vm.Params;
import io.vmgather.common.vm.RetryPolicy;
import io.vmgather.common.vm.VmClient;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a target holds, by {@code /api/v1/export}: the one way that knows each sample, without
 * look-back, step or cache. The answer is read as it comes. For one thread.
 */
final class TargetSamples {
  // Buffers of a pool, not of a thread: the container's threads outlive this application.
  private static final JsonFactory JSON =
      JsonFactory.builder().recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool()).build();

  /** Bounds a line, and with it the array of its timestamps. */
  private static final int ROWS_A_LINE = 20_000;

  private static final Pattern SPECIAL = Pattern.compile("[.+*?()|\\[\\]{}^$\\\\]");

  private final List<VmClient> routes;
  private final RetryPolicy retry;
  private int route;

  /**
   * @param client at the path that answers queries
   * @param retry of a whole {@link #read}
   */
  TargetSamples(VmClient client, RetryPolicy retry) {
    this.retry = retry;
    VmClient once = client.withRetry(RetryPolicy.never());
    routes = new ArrayList<>(List.of(once));
    // Managed offers answer queries below /rw/prometheus and exports beside it.
    if (client.basePath().contains("/rw/prometheus")) {
      for (String other : List.of("/prometheus", "/r/prometheus")) {
        routes.add(once.withBasePath(client.basePath().replace("/rw/prometheus", other)));
      }
    }
  }

  /**
   * Reads the samples of some metrics, window after window.
   *
   * @param begin called at the start of each attempt: an earlier one's lines don't count
   * @throws GatherException ROUTE_MISSING when the target has no raw export
   */
  void read(
      List<String> metrics,
      List<TimeWindow> windows,
      Runnable begin,
      SentSamples.LineConsumer lines) {
    retry.run(
        () -> {
          begin.run();
          String selector = askedAnew(selector(metrics));
          windows.forEach(window -> read(selector, window, lines));
          return null;
        });
  }

  private void read(String selector, TimeWindow window, SentSamples.LineConsumer lines) {
    Params params = Params.of("match[]", selector).in(window).and("max_rows_per_line", ROWS_A_LINE);
    while (true) {
      try {
        routes.get(route).read("/api/v1/export", params, body -> lines(body, lines));
        return;
      } catch (GatherException e) {
        if (e.code() != ErrorCode.ROUTE_MISSING || route == routes.size() - 1) {
          throw e;
        }
        route++;
      }
    }
  }

  /** Series with just these labels, or more. */
  static String selector(Map<String, String> labels) {
    return labels.entrySet().stream()
        .map(label -> quoted(label.getKey()) + "=" + quoted(label.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  /** Metrics by name, the nameless one as the empty text. */
  static String selector(List<String> metrics) {
    if (metrics.size() == 1) {
      return "{__name__=" + quoted(metrics.get(0)) + "}";
    }
    return "{__name__=~"
        + quoted(
            metrics.stream()
                .map(name -> SPECIAL.matcher(name).replaceAll("\\\\$0"))
                .collect(Collectors.joining("|")))
        + "}";
  }

  /**
   * The same series by a filter that was not asked before. VictoriaMetrics keeps which series a
   * filter finds for up to ten seconds, also where it found none. Source: VictoriaMetrics
   * lib/mergeset/table.go, startFlushCallbackWorker.
   */
  private static String askedAnew(String selector) {
    String unseen = Long.toHexString(ThreadLocalRandom.current().nextLong());
    return selector.substring(0, selector.length() - 1) + ",vmgather_asks!=\"" + unseen + "\"}";
  }

  private static String quoted(String text) {
    return '"'
        + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\r", "\\r")
        + '"';
  }

  private static long lines(InputStream body, SentSamples.LineConsumer consumer)
      throws IOException {
    long count = 0;
    Line line = new Line();
    try (JsonParser parser = JSON.createParser(body)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token != JsonToken.START_OBJECT) {
          throw new IOException("no line of an export");
        }
        line.read(parser);
        consumer.line(line.labels, line.timestamps, line.count);
        count++;
      }
    }
    return count;
  }

  /** One line, whose memory serves the next. */
  private static final class Line {
    private Map<String, String> labels = Map.of();
    private long[] timestamps = new long[1024];
    private int count;

    void read(JsonParser in) throws IOException {
      labels = new HashMap<>();
      count = 0;
      for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
        in.nextToken();
        switch (field) {
          case "metric" -> readLabels(in);
          case "timestamps" -> readTimestamps(in);
          default -> in.skipChildren();
        }
      }
    }

    private void readLabels(JsonParser in) throws IOException {
      for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
        labels.put(name, in.nextTextValue());
      }
    }

    private void readTimestamps(JsonParser in) throws IOException {
      while (in.nextToken() != JsonToken.END_ARRAY) {
        if (count == timestamps.length) {
          timestamps = Arrays.copyOf(timestamps, count * 2);
        }
        timestamps[count++] = in.getLongValue();
      }
    }
  }
}
