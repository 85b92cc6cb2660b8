package io.vmgather.exporter.source;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.TimeWindow;
import java.util.List;

/**
 * Several ways to the same samples, best first. A way that the server has no route for is left for
 * good and the next one asked; a missing route answers before the first line, so nothing is read
 * twice. The way that answered first brings all: a route that goes missing then, as while a proxy
 * is set up anew, must not mix raw samples with points of a query.
 */
public final class FallbackSource implements LineSource {
  private final List<LineSource> ways;
  private volatile int current;
  private boolean answered;

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
        long bytes = ways.get(way).fetch(window, consumer);
        answered |= ways.get(way).asksFor(window);
        return bytes;
      } catch (GatherException e) {
        if (e.code() == ErrorCode.ROUTE_MISSING && answered) {
          throw gone(e);
        }
        if (e.code() != ErrorCode.ROUTE_MISSING || way == ways.size() - 1) {
          throw e;
        }
      }
    }
  }

  private GatherException gone(GatherException e) {
    return new GatherException(
            ErrorCode.BROKEN_ANSWER,
            "what came so far was read by " + route() + ", which fails now: " + e.getMessage(),
            e)
        .hint("Resume the export where " + route() + " answers again, or start it anew.");
  }

  @Override
  public String route() {
    return ways.get(current).route();
  }
}
