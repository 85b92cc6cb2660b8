package io.vmgather.exporter.job;

import io.vmgather.VmServer;
import io.vmgather.common.TimeWindow;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** What the test servers scrape of each other all the time. */
final class OwnMetrics {
  private static final VmServer SINGLE = TestServers.server("SINGLE");
  private static final long LENGTH_MILLIS = 60_000;

  /** Rules are evaluated up to half a minute late, and samples take some seconds on their way. */
  private static final long SETTLED_MILLIS = 45_000;

  private static final long LONGEST_WAIT_MILLIS = 180_000;

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

  private OwnMetrics() {}

  /** A minute in which all components were scraped and to which nothing is added any more. */
  static TimeWindow settledWindow() {
    long giveUp = System.currentTimeMillis() + LONGEST_WAIT_MILLIS;
    while (true) {
      long end = System.currentTimeMillis() - SETTLED_MILLIS;
      if (scraped(end - LENGTH_MILLIS)) {
        return new TimeWindow(end - LENGTH_MILLIS, end);
      }
      if (System.currentTimeMillis() > giveUp) {
        throw new IllegalStateException("the test servers do not scrape each other");
      }
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
  }

  static SampleSet export(String selector, TimeWindow window) {
    return SampleSet.ofLines(SINGLE.export(selector, window.startMillis(), window.endMillis()));
  }

  private static boolean scraped(long at) {
    Map<String, String> form =
        Map.of(
            "query", "count(last_over_time(vm_app_version[20s])) >= 8",
            "time", VmServer.seconds(at),
            "nocache", "1");
    return SINGLE.post("/api/v1/query", form).contains("\"value\"");
  }
}
