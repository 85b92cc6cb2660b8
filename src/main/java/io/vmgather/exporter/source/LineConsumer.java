package io.vmgather.exporter.source;

import io.vmgather.common.line.ExportLine;

/** Takes the lines of a fetch, in the order in which they come, on the fetching thread. */
@FunctionalInterface
public interface LineConsumer {
  /**
   * Takes one line.
   *
   * @param line readable only during this call: the caller reuses its memory
   * @throws io.vmgather.common.GatherException stops the fetch; it is passed on as it is
   */
  void accept(ExportLine line);
}
