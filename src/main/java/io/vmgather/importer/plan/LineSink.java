package io.vmgather.importer.plan;

/** Takes the lines that a plan makes. */
@FunctionalInterface
public interface LineSink {
  /**
   * Takes one line, {@code bytes[from, to)}, without a newline.
   *
   * @param bytes readable only during this call
   * @param samples in it, at least 1
   */
  void line(byte[] bytes, int from, int to, int samples);
}
