package io.vmgather.common.line;

/**
 * One line of {@code /api/v1/export}, its parts located but not decoded. The label set is {@code
 * bytes[labelsStart, labelsEnd)}, a JSON object with its braces; everything behind it, from the
 * comma before {@code "values"} to the closing brace, is {@code bytes[restStart, restEnd)}.
 *
 * <p>Whoever fills one reuses it and its array: valid only until the next line is asked for.
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

  public ExportLine() {}

  /** Makes this the line that the caller put together in {@code text}, labels first. */
  public void assembled(LineBuffer text, int labelsBytes, int sampleCount, long first, long last) {
    bytes = text.bytes();
    labelsStart = 0;
    labelsEnd = labelsBytes;
    restEnd = text.length();
    samples = sampleCount;
    firstMillis = first;
    lastMillis = last;
  }

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

  /** Where the first value begins; the values end before {@link #valuesEnd}. */
  public int valuesStart() {
    return valuesStart;
  }

  public int valuesEnd() {
    return valuesEnd;
  }

  /** Where the first timestamp begins. */
  public int timestampsStart() {
    return timestampsStart;
  }

  /** Where the bracket behind the last timestamp stands. */
  public int timestampsEnd() {
    return restEnd - 2;
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
   * Goes through the samples in the line's order. Only for a line as {@link LineParser} gives it.
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
