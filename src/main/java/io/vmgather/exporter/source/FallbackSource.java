package io.vmgather.exporter.source;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.TimeWindow;
import java.util.List;

/**
 * Several ways to the same samples, best first. A way that the server has no route for is left for
 * good and the next one asked; a missing route answers before the first line, so nothing is read
 * twice.
 */
public final class FallbackSource implements LineSource {
  private final List<LineSource> ways;
  private volatile int current;

  /**
   * @param ways at least one
   */
  public FallbackSource(List<? extends LineSource> ways) {
    this.ways = List.copyOf(ways);
  }

  @Override
  public long fetch(TimeWindow window, LineConsumer consumer) {
    for (int way = current; ; way++) {
      current = way;
      try {
        return ways.get(way).fetch(window, consumer);
      } catch (GatherException e) {
        if (e.code() != ErrorCode.ROUTE_MISSING || way == ways.size() - 1) {
          throw e;
        }
      }
    }
  }

  @Override
  public String route() {
    return ways.get(current).route();
  }
}
