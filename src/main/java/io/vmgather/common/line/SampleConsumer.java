package io.vmgather.common.line;

/** Takes the samples of a line, one by one. */
@FunctionalInterface
public interface SampleConsumer {
  /**
   * Takes one sample.
   *
   * @param bytes readable only during this call; the value is {@code [from, to)}: a JSON number,
   *     {@code null}, or an infinity in quotes
   * @param millis timestamp since the epoch
   */
  void sample(byte[] bytes, int from, int to, long millis);
}
