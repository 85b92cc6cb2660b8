package io.vmgather.exporter.plot;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import io.vmgather.common.line.ExportLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipException;

/** The label set of a line. */
final class Labels {
  static final String NAME = "__name__";

  // VictoriaMetrics writes the name first, where there is one.
  private static final byte[] NAME_FIRST = "{\"__name__\":\"".getBytes(StandardCharsets.US_ASCII);

  // Its own limits are far below: 4 KiB a value, 40 labels.
  private static final int MOST_BYTES = 1024 * 1024;

  // Buffers of a pool, not of a thread: the container's threads outlive this application.
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private Labels() {}

  /** The metric's name; empty when the series has none. */
  static String name(ExportLine line) throws IOException {
    requireShort(line);
    byte[] b = line.bytes();
    int from = line.labelsStart() + NAME_FIRST.length;
    for (int i = 0; i < NAME_FIRST.length; i++) {
      if (b[line.labelsStart() + i] != NAME_FIRST[i]) {
        return parsedName(line);
      }
    }
    int end = from;
    while (b[end] != '"') {
      if (b[end] == '\\') {
        return parsedName(line);
      }
      end++;
    }
    return new String(b, from, end - from, StandardCharsets.UTF_8);
  }

  /** The label set as the line has it; that of one series is the same in all its lines. */
  static String text(ExportLine line) throws ZipException {
    requireShort(line);
    int length = line.labelsEnd() - line.labelsStart();
    return new String(line.bytes(), line.labelsStart(), length, StandardCharsets.UTF_8);
  }

  static Map<String, String> parse(String text) throws IOException {
    Map<String, String> labels = new TreeMap<>();
    try (JsonParser json = JSON.createParser(text)) {
      require(json.nextToken() == JsonToken.START_OBJECT);
      for (String label = json.nextFieldName(); label != null; label = json.nextFieldName()) {
        String value = json.nextTextValue();
        require(value != null);
        labels.put(label, value);
      }
      require(json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null);
    }
    return labels;
  }

  /** A hash of the label set, never mind what the samples are. */
  static long hash(ExportLine line) {
    byte[] b = line.bytes();
    long hash = 0xcbf29ce484222325L;
    for (int i = line.labelsStart(); i < line.labelsEnd(); i++) {
      hash = (hash ^ (b[i] & 0xff)) * 0x100000001b3L;
    }
    return mixed(hash);
  }

  private static String parsedName(ExportLine line) throws IOException {
    return parse(text(line)).getOrDefault(NAME, "");
  }

  private static void requireShort(ExportLine line) throws ZipException {
    if (line.labelsEnd() - line.labelsStart() > MOST_BYTES) {
      throw new ZipException("the labels of a series are longer than " + MOST_BYTES + " bytes");
    }
  }

  private static void require(boolean holds) throws ZipException {
    if (!holds) {
      throw new ZipException("a label set is not what /api/v1/export writes");
    }
  }

  /** The finaliser of SplitMix64: FNV's neighbours become unlike. */
  private static long mixed(long hash) {
    long a = (hash ^ hash >>> 30) * 0xbf58476d1ce4e5b9L;
    long b = (a ^ a >>> 27) * 0x94d049bb133111ebL;
    return b ^ b >>> 31;
  }
}
