package io.vmgather.exporter.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import io.vmgather.common.TimeWindow;
import io.vmgather.common.vm.OpenAnswer;
import io.vmgather.common.vm.Params;
import io.vmgather.common.vm.VmClient;
import java.io.IOException;
import java.time.Duration;
import java.util.function.LongFunction;

/**
 * Points by {@code /api/v1/query_range}, written in the export's form: for expressions, and for
 * servers that have no export route. A point lies on a multiple of the step, so that windows of any
 * split never ask for one twice.
 */
public final class RangeQuery implements LineSource {
  /** Far below VictoriaMetrics' -search.maxPointsPerTimeseries of 30,000. */
  private static final long POINTS_A_REQUEST = 5_000;

  // Buffers of a pool, not of a thread: the container's threads outlive this application.
  private static final JsonFactory JSON =
      JsonFactory.builder().recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool()).build();

  private final VmClient client;
  private final LongFunction<String> expression;
  private final Params filters;
  private final long stepMillis;
  private final TimeWindow range;
  private final Runnable onPartialAnswer;

  /**
   * @param expression of a point that looks back so many milliseconds
   * @param range whose first and last step may be parts of one; null where a point is one moment's
   */
  private RangeQuery(
      VmClient client,
      LongFunction<String> expression,
      Params filters,
      Duration step,
      TimeWindow range,
      Runnable onPartial) {
    this.client = client;
    this.expression = expression;
    this.filters = filters;
    this.stepMillis = step.toMillis();
    this.range = range;
    this.onPartialAnswer = onPartial;
  }

  /**
   * The last sample of each step, under the selector's own metric names. A step without a sample
   * gives no point: a plain query would repeat the last one for up to five minutes. What the range
   * holds behind its last whole step comes at the range's last millisecond.
   *
   * @param range what all windows together cover
   * @param onPartialAnswer called when the server says that some of its data is missing
   */
  public static RangeQuery lastSamples(
      VmClient client,
      Selector selector,
      Duration step,
      TimeWindow range,
      Runnable onPartialAnswer) {
    LongFunction<String> last = millis -> "last_over_time(" + selector + "[" + millis + "ms])";
    return new RangeQuery(client, last, Params.none(), step, range, onPartialAnswer);
  }

  /**
   * An expression's points.
   *
   * @param jobs narrows every series that the expression reads; null when it reads all
   */
  public static RangeQuery ofExpression(
      VmClient client, String expression, Selector jobs, Duration step, Runnable onPartialAnswer) {
    Params filters = jobs == null ? Params.none() : Params.of("extra_filters[]", jobs.toString());
    return new RangeQuery(client, any -> expression, filters, step, null, onPartialAnswer);
  }

  /** Whether an expression has a point in the range at all. */
  public static boolean hasPoint(TimeWindow range, Duration step) {
    return firstPoint(range.startMillis(), step.toMillis()) < range.endMillis();
  }

  @Override
  public String route() {
    return "query_range";
  }

  @Override
  public long fetch(TimeWindow window, LineConsumer consumer) {
    long first = firstPoint(window.startMillis());
    long total = 0;
    if (range != null && first == firstPoint(range.startMillis()) && first < window.endMillis()) {
      // Nothing from before the range: its first step may be a part of one.
      total += request(first - range.startMillis() + 1, first, first, consumer);
      first += stepMillis;
    }
    while (first < window.endMillis()) {
      long next = Math.min(first + POINTS_A_REQUEST * stepMillis, firstPoint(window.endMillis()));
      total += request(stepMillis, first, next - stepMillis, consumer);
      first = next;
    }
    return total + fetchRest(window, consumer);
  }

  /** What lies behind the range's last whole step: it belongs to the last window. */
  private long fetchRest(TimeWindow window, LineConsumer consumer) {
    if (range == null || window.endMillis() != range.endMillis()) {
      return 0;
    }
    long lastPoint = firstPoint(range.endMillis()) - stepMillis;
    long rest = range.lastMillis() - Math.max(lastPoint, range.startMillis() - 1);
    return rest > 0 ? request(rest, range.lastMillis(), range.lastMillis(), consumer) : 0;
  }

  /** The smallest multiple of the step that is not before the time. */
  private long firstPoint(long millis) {
    return firstPoint(millis, stepMillis);
  }

  private static long firstPoint(long millis, long stepMillis) {
    return -Math.floorDiv(-millis, stepMillis) * stepMillis;
  }

  private long request(
      long lookBackMillis, long firstMillis, long lastMillis, LineConsumer consumer) {
    Params params =
        filters
            .and("query", expression.apply(lookBackMillis))
            .and("start", Params.seconds(firstMillis))
            .and("end", Params.seconds(lastMillis))
            .and("step", stepMillis + "ms")
            // Without it the server moves start and end to suit its cache.
            .and("nocache", "1")
            // Else each point of the last 30 s repeats the one before, where steps are short.
            .and("latency_offset", "1ms")
            .and("deny_partial_response", "1");
    try (OpenAnswer answer = client.open("/api/v1/query_range", params)) {
      try (JsonParser json = JSON.createParser(answer.body())) {
        read(json, firstMillis, lastMillis, consumer);
        // On to the end, where a compressed answer's checksum and a chunked one's end are seen.
        if (json.nextToken() != null) {
          throw BrokenAnswer.of("sent more than one answer to query_range");
        }
        return json.currentLocation().getByteOffset();
      }
    } catch (JsonProcessingException e) {
      throw BrokenAnswer.of("sent an answer to query_range that is damaged or ends too early", e);
    } catch (IOException e) {
      throw BrokenAnswer.of("broke off the answer to query_range: " + e, e);
    }
  }

  private void read(JsonParser json, long firstMillis, long lastMillis, LineConsumer consumer)
      throws IOException {
    boolean success = false;
    boolean data = false;
    for (String field = firstField(json); field != null; field = json.nextFieldName()) {
      json.nextToken();
      switch (field) {
        case "status" -> success = "success".equals(json.getText());
        case "isPartial" -> {
          if (json.getBooleanValue()) {
            onPartialAnswer.run();
          }
        }
        case "data" -> {
          data = true;
          readData(json, new MatrixLine(firstMillis, lastMillis), consumer);
        }
        default -> json.skipChildren();
      }
    }
    if (!success || !data || json.currentToken() != JsonToken.END_OBJECT) {
      throw BrokenAnswer.of("sent an answer to query_range without data");
    }
  }

  private static String firstField(JsonParser json) throws IOException {
    return json.nextToken() == JsonToken.START_OBJECT ? json.nextFieldName() : null;
  }

  private static void readData(JsonParser json, MatrixLine line, LineConsumer consumer)
      throws IOException {
    for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
      json.nextToken();
      if (field.equals("result") && json.currentToken() == JsonToken.START_ARRAY) {
        while (json.nextToken() == JsonToken.START_OBJECT) {
          line.read(json);
          if (line.samples() > 0) {
            consumer.accept(line.line());
          }
        }
      } else {
        json.skipChildren();
      }
    }
  }
}
