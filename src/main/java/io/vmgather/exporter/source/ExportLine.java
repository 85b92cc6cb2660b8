package io.vmgather.exporter.source;

/**
 * One line of {@code /api/v1/export}, its parts located but not decoded. The label set is {@code
 * bytes[labelsStart, labelsEnd)}, a JSON object with its braces; everything behind it, from the
 * comma before {@code "values"} to the closing brace, is {@code bytes[restStart, restEnd)}.
 *
 * <p>A reader reuses one instance and its array: valid only until the next line is asked for.
 */
public final class ExportLine {
  byte[] bytes;
  int labelsStart;
  int labelsEnd;
  int valuesStart;
  int valuesEnd;
  int timestampsStart;
  int restEnd;
  int samples;
  long firstMillis;
  long lastMillis;

  ExportLine() {}

  public byte[] bytes() {
    return bytes;
  }

  public int labelsStart() {
    return labelsStart;
  }

  public int labelsEnd() {
    return labelsEnd;
  }

  public int restStart() {
    return labelsEnd;
  }

  public int restEnd() {
    return restEnd;
  }

  /** Number of samples, at least 1. */
  public int samples() {
    return samples;
  }

  /** Timestamp of the first sample, in milliseconds since the epoch. */
  public long firstMillis() {
    return firstMillis;
  }

  /** Timestamp of the last sample, in milliseconds since the epoch. */
  public long lastMillis() {
    return lastMillis;
  }

  /**
   * Goes through the samples in the line's order. Only for a line as {@link ExportLineReader} gives
   * it.
   */
  public void forEachSample(SampleConsumer consumer) {
    int value = valuesStart;
    int stamp = timestampsStart;
    for (int i = 0; i < samples; i++) {
      int end = itemEnd(value);
      consumer.sample(bytes, value, end, LineParser.millis(bytes, stamp));
      value = end + 1;
      stamp = itemEnd(stamp) + 1;
    }
  }

  private int itemEnd(int from) {
    int end = from;
    while (bytes[end] != ',' && bytes[end] != ']') {
      end++;
    }
    return end;
  }
}
