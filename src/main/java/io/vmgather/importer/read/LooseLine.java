package io.vmgather.importer.read;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import io.vmgather.common.line.LineBuffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Set;

/**
 * A line of metrics in any form that JSON allows, brought into the form of VictoriaMetrics' own
 * export; the texts of its numbers stay. Or the reason why it is none.
 */
final class LooseLine {
  private static final Set<String> ODD_VALUES = Set.of("Infinity", "-Infinity", "NaN");
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(8).maxNumberLength(400).build())
          .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private final LineBuffer out = new LineBuffer();
  private final LineBuffer values = new LineBuffer();
  private final LineBuffer stamps = new LineBuffer();
  private byte[] labels;
  private long valueCount;
  private long stampCount;

  /** A line that is none, and why. */
  private static final class NoLine extends IOException {
    private static final long serialVersionUID = 1L;

    NoLine(String reason) {
      super(reason);
    }
  }

  /**
   * Reads the line {@code b[from, to)}.
   *
   * @param last whether nothing follows, not even a newline
   * @return why it is none; empty when {@link #bytes} is the line in its usual form
   */
  String read(byte[] b, int from, int to, boolean last) {
    labels = null;
    valueCount = 0;
    stampCount = 0;
    values.clear();
    stamps.clear();
    try (JsonParser json = JSON.createParser(b, from, to - from)) {
      object(json);
      assemble();
      return "";
    } catch (NoLine reason) {
      return reason.getMessage();
    } catch (StreamConstraintsException e) {
      return "It is nested too deep, or holds a text or number that is too long";
    } catch (JsonProcessingException e) {
      return last ? "It is cut off before its end" : "It is no JSON";
    } catch (IOException e) {
      return "It is not UTF-8";
    }
  }

  byte[] bytes() {
    return out.bytes();
  }

  int length() {
    return out.length();
  }

  /** Samples seen, also in a line that is none. */
  long samples() {
    return Math.min(valueCount, stampCount);
  }

  private void object(JsonParser json) throws IOException {
    require(json.nextToken() == JsonToken.START_OBJECT, "It is no JSON object");
    for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
      json.nextToken();
      switch (field) {
        case "metric" -> labels = copied(json);
        case "values" -> readValues(json);
        case "timestamps" -> readStamps(json);
        default -> json.skipChildren();
      }
    }
    require(json.currentToken() == JsonToken.END_OBJECT, "It is no JSON object");
    require(json.nextToken() == null, "Something stands behind its end");
    require(labels != null, "It has no metric object");
    require(valueCount == stampCount, stampCount + " timestamps but " + valueCount + " values");
    require(valueCount > 0, "It has no samples");
  }

  private static byte[] copied(JsonParser json) throws IOException {
    require(json.currentToken() == JsonToken.START_OBJECT, "Its metric is no object");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator copy = JSON.createGenerator(bytes)) {
      copy.writeStartObject();
      for (String label = json.nextFieldName(); label != null; label = json.nextFieldName()) {
        String value = json.nextTextValue();
        require(value != null, "Its labels are no pairs of texts");
        copy.writeStringField(label, value);
      }
      copy.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private void readValues(JsonParser json) throws IOException {
    require(json.currentToken() == JsonToken.START_ARRAY, "Its values are no list");
    values.clear();
    valueCount = 0;
    for (JsonToken at = json.nextToken(); at != JsonToken.END_ARRAY; at = json.nextToken()) {
      valueCount++;
      if (valueCount > 1) {
        values.append(',');
      }
      if (at == JsonToken.VALUE_NULL || (at != null && at.isNumeric())) {
        values.append(json.getText());
      } else {
        require(
            at == JsonToken.VALUE_STRING && ODD_VALUES.contains(json.getText()),
            "Value " + valueCount + " is no number");
        values.append('"' + json.getText() + '"');
      }
    }
  }

  private void readStamps(JsonParser json) throws IOException {
    require(json.currentToken() == JsonToken.START_ARRAY, "Its timestamps are no list");
    stamps.clear();
    stampCount = 0;
    for (JsonToken at = json.nextToken(); at != JsonToken.END_ARRAY; at = json.nextToken()) {
      stampCount++;
      if (stampCount > 1) {
        stamps.append(',');
      }
      require(
          at == JsonToken.VALUE_NUMBER_INT
              && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER,
          "Timestamp " + stampCount + " is no whole number");
      stamps.append(json.getText());
    }
  }

  private void assemble() {
    out.clear();
    out.append("{\"metric\":");
    out.append(labels);
    out.append(",\"values\":[");
    out.append(values.bytes(), 0, values.length());
    out.append("],\"timestamps\":[");
    out.append(stamps.bytes(), 0, stamps.length());
    out.append("]}\n");
  }

  private static void require(boolean holds, String reason) throws NoLine {
    if (!holds) {
      throw new NoLine(reason);
    }
  }
}
