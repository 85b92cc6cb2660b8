package io.vmgather.exporter.source;

import io.vmgather.common.TimeWindow;

/** One way to get the samples of a window. Not thread-safe; ended by its client's switch. */
public interface LineSource {
  /**
   * Fetches every sample of the window once.
   *
   * <p>Lines passed on count only when this method returns: an attempt that fails half-way has
   * passed on lines that must be thrown away.
   *
   * @return bytes read from the source
   * @throws io.vmgather.common.GatherException the source refused, failed, stalled or sent what is
   *     no export; ROUTE_MISSING when it has no such route at all
   */
  long fetch(TimeWindow window, LineConsumer consumer);

  /** Whether a fetch of that window asks the server at all: of one without a step it does not. */
  default boolean asksFor(TimeWindow window) {
    return true;
  }

  /** The field's name for this way, as the manifest and the statistics show it. */
  String route();
}
