package io.vmgather.exporter.job;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.TimeWindow;
import io.vmgather.exporter.source.LineConsumer;
import io.vmgather.exporter.source.LineSource;

/**
 * The way that the first part of an export was read by: raw samples and points of a query must not
 * be mixed in one bundle.
 */
record SameRoute(LineSource way) implements LineSource {
  @Override
  public long fetch(TimeWindow window, LineConsumer consumer) {
    try {
      return way.fetch(window, consumer);
    } catch (GatherException e) {
      if (e.code() != ErrorCode.ROUTE_MISSING) {
        throw e;
      }
      throw new GatherException(
              ErrorCode.ROUTE_MISSING,
              "the first part of this export was read by "
                  + route()
                  + ", which fails now: "
                  + e.getMessage(),
              e)
          .hint("Resume it where " + route() + " is allowed, or start the export again.");
    }
  }

  @Override
  public String route() {
    return way.route();
  }
}
