package io.vmgather.exporter.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.TimeWindow;
import io.vmgather.exporter.source.ExportLineReader;
import io.vmgather.exporter.source.LineConsumer;
import io.vmgather.exporter.source.LineSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * A VictoriaMetrics in memory that answers as the real one may: each series in as many lines as it
 * likes, lines of all series mixed, and failures at any place until it has had enough of them.
 */
final class MemorySource implements LineSource {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ErrorCode[] FAILURES = {
    ErrorCode.BROKEN_ANSWER, ErrorCode.BUSY, ErrorCode.TIMED_OUT, ErrorCode.SERVER_LIMIT
  };

  /** A sample; the value is the text in which it is sent. */
  record Point(long millis, String value) {}

  /** Points in the order of time. */
  record Series(Map<String, String> labels, List<Point> points) {}

  private final List<Series> series;
  private final Random random;
  private int failuresLeft;

  MemorySource(List<Series> series, Random random, int failures) {
    this.series = series;
    this.random = random;
    this.failuresLeft = failures;
  }

  @Override
  public long fetch(TimeWindow window, LineConsumer consumer) {
    List<String> lines = lines(window);
    ErrorCode failure = failuresLeft > 0 && random.nextBoolean() ? nextFailure() : null;
    if (failure == ErrorCode.SERVER_LIMIT) {
      throw new GatherException(failure, "too much at once");
    }
    int sent = failure == null ? lines.size() : random.nextInt(lines.size() + 1);
    String answer = lines.stream().limit(sent).map(l -> l + "\n").collect(Collectors.joining());
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    try {
      ExportLineReader reader = new ExportLineReader(new ByteArrayInputStream(bytes), 1 << 20);
      for (var line = reader.next(); line != null; line = reader.next()) {
        consumer.accept(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (failure != null) {
      throw new GatherException(failure, "broke off behind " + sent + " lines");
    }
    return bytes.length;
  }

  @Override
  public String route() {
    return "memory";
  }

  private ErrorCode nextFailure() {
    failuresLeft--;
    return FAILURES[random.nextInt(FAILURES.length)];
  }

  private List<String> lines(TimeWindow window) {
    List<String> lines = new ArrayList<>();
    for (Series one : series) {
      List<Point> inside =
          one.points().stream()
              .filter(p -> p.millis() >= window.startMillis() && p.millis() < window.endMillis())
              .toList();
      for (int from = 0; from < inside.size(); ) {
        int to = from + 1 + random.nextInt(inside.size() - from);
        lines.add(line(one.labels(), inside.subList(from, to)));
        from = to;
      }
    }
    Collections.shuffle(lines, random);
    return lines;
  }

  /** A line of the export, as JSON. */
  static String line(Map<String, String> labels, List<Point> points) {
    try {
      return points.stream()
              .map(Point::value)
              .collect(
                  Collectors.joining(
                      ",",
                      "{\"metric\":" + JSON.writeValueAsString(labels) + ",\"values\":[",
                      "],\"timestamps\":["))
          + points.stream().map(p -> Long.toString(p.millis())).collect(Collectors.joining(","))
          + "]}";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
