package io.vmgather.exporter.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import io.vmgather.common.line.ExportLine;
import io.vmgather.common.line.LineBuffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * Turns one series of query_range's matrix into an export line: values stay the text that the
 * server wrote, infinities get the export's spelling. Not thread-safe; one line at a time.
 */
final class MatrixLine {
  // Buffers of a pool, not of a thread: the container's threads outlive this application.
  private static final JsonFactory JSON =
      JsonFactory.builder().recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool()).build();

  private final long firstMillis;
  private final long lastMillis;
  private final LineBuffer out = new LineBuffer();
  private final LineBuffer values = new LineBuffer();
  private final LineBuffer stamps = new LineBuffer();
  private final ExportLine line = new ExportLine();
  private int samples;
  private long first;
  private long last;

  MatrixLine(long firstMillis, long lastMillis) {
    this.firstMillis = firstMillis;
    this.lastMillis = lastMillis;
  }

  int samples() {
    return samples;
  }

  ExportLine line() {
    return line;
  }

  /** Reads the series whose object has just begun. */
  void read(JsonParser json) throws IOException {
    values.clear();
    stamps.clear();
    samples = 0;
    byte[] labels = new byte[] {'{', '}'};
    for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
      json.nextToken();
      switch (field) {
        case "metric" -> labels = copied(json);
        case "values" -> points(json);
        default -> json.skipChildren();
      }
    }
    assemble(labels);
  }

  private static byte[] copied(JsonParser json) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator copy = JSON.createGenerator(bytes)) {
      copy.copyCurrentStructure(json);
    }
    return bytes.toByteArray();
  }

  private void points(JsonParser json) throws IOException {
    while (json.nextToken() == JsonToken.START_ARRAY) {
      json.nextToken();
      long millis = millis(json.getText());
      String value = json.nextTextValue();
      json.nextToken();
      // Points outside were made by a server that moves the asked range; they belong to others.
      if (millis >= firstMillis && millis <= lastMillis && !"NaN".equals(value)) {
        add(millis, value);
      }
    }
  }

  private void add(long millis, String value) {
    if (samples == 0) {
      first = millis;
    } else {
      values.append(',');
      stamps.append(',');
    }
    samples++;
    last = millis;
    values.append(
        switch (value) {
          case "+Inf" -> "\"Infinity\"";
          case "-Inf" -> "\"-Infinity\"";
          default -> number(value);
        });
    stamps.append(Long.toString(millis));
  }

  private static String number(String value) {
    if (value.isEmpty() || value.chars().anyMatch(c -> "0123456789+-.eE".indexOf(c) < 0)) {
      throw BrokenAnswer.of("answered query_range with a value that is no number");
    }
    return value;
  }

  /** Seconds with up to three decimals, as text, to milliseconds; floating point would round. */
  static long millis(String seconds) {
    try {
      return new BigDecimal(seconds).movePointRight(3).longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      throw BrokenAnswer.of("answered query_range with a timestamp that is no time", e);
    }
  }

  private void assemble(byte[] labels) {
    out.clear();
    out.append(labels);
    out.append(",\"values\":[");
    out.append(values.bytes(), 0, values.length());
    out.append("],\"timestamps\":[");
    out.append(stamps.bytes(), 0, stamps.length());
    out.append("]}");
    line.assembled(out, labels.length, samples, first, last);
  }
}
