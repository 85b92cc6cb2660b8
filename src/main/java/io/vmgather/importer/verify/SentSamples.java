package io.vmgather.importer.verify;

import java.util.Map;

/** What the target was sent, to be read as often as it is needed. */
public interface SentSamples {
  /**
   * Reads all of it once, on the calling thread.
   *
   * @throws io.vmgather.common.GatherException when the bundle can't be read any more
   */
  void read(LineConsumer consumer);

  /** Takes one line that was sent. */
  @FunctionalInterface
  interface LineConsumer {
    /**
     * Samples of one series.
     *
     * @param labels as they were sent, {@code __name__} among them; not changed afterwards, so that
     *     the same map may stand for the same series
     * @param timestamps in milliseconds as they were sent, without those of gaps (null), which a
     *     target does not keep; readable only during this call
     * @param count how many of them count
     */
    void line(Map<String, String> labels, long[] timestamps, int count);
  }
}
